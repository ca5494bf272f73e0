import {
  INTERNAL_ROUTING_PATH,
  INTERNAL_TOKEN_HEADER,
  routingReportSchema,
} from "@headgate/contract";
import { afterEach, expect, test } from "vitest";
import {
  type Answer,
  json,
  type OpenGateway,
  openGateway,
  scriptedProvider,
} from "./open-gateway.fixture.ts";
import { TOKEN } from "./routed-gateway.fixture.ts";

const toClose: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close();
});

const CHEAP = "openai/gpt-4.1-mini";
const COST_OF_DEAR = "0.000450000000";

const says = (model: string): Answer =>
  json(200, {
    id: "a",
    object: "chat.completion",
    model,
    choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: model } }],
    usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
  });
const missing = json(404, {
  error: {
    message: "The model `gpt-4.1-mini` does not exist or you do not have access to it.",
    type: "invalid_request_error",
    param: null,
    code: "model_not_found",
  },
});

type Case = Readonly<{
  gateway: OpenGateway;
  /** The models that the provider was asked for, in their order. */
  asked: string[];
  /** Whether the reference does not answer. */
  isDown: { dear: boolean };
  ask: (
    more?: object,
  ) => Promise<Readonly<{ status: number; text: string; attempts: string | null }>>;
}>;

/** A gateway that sends a plain task to a cheaper model, and a provider which answers for that one as is said. */
async function openRoute(cheap: Answer, route: object = {}): Promise<Case> {
  const asked: string[] = [];
  const isDown = { dear: false };
  const provider = await scriptedProvider((response, received) => {
    const { model } = JSON.parse(received.body.toString()) as { model: string };
    asked.push(model);
    const dear = isDown.dear ? json(503, { error: { message: "down" } }) : says(model);
    (model === "gpt-4.1-mini" ? cheap : dear)(response, received);
  });
  toClose.push(provider.close);
  const gateway = await openGateway(
    {
      providers: {
        openai: { kind: "openai", base_url: `${provider.url}/v1`, api_key: "sk-test" },
      },
      models: { sorter: ["openai/gpt-4o", CHEAP] },
      policies: [
        {
          name: "routed",
          match: {},
          route: { mode: "on", pool: [CHEAP], day_one: "tiers", shadow_share: 0, ...route },
        },
      ],
    },
    {},
    { control: { url: "http://127.0.0.1:9", token: TOKEN } },
  );
  toClose.push(gateway.close);
  const system = "Classify the sentiment of the review as positive, negative or neutral.";
  return {
    ...{ gateway, asked, isDown },
    ask: async (more = {}) => {
      const answer = await gateway.post("/v1/chat/completions", {
        model: "gpt-4o",
        messages: [
          { role: "system", content: system },
          { role: "user", content: "The soup was cold." },
        ],
        ...more,
      });
      const attempts = answer.headers.get("x-headgate-attempts");
      return { status: answer.status, text: await answer.text(), attempts };
    },
  };
}

const troublesOf = async ({ url }: OpenGateway) => {
  const headers = { [INTERNAL_TOKEN_HEADER]: TOKEN };
  const answer = await fetch(`${url}${INTERNAL_ROUTING_PATH}`, { headers });
  return routingReportSchema.parse(await answer.json()).troubles;
};

test("a chosen model that its provider does not have is answered for by the reference within the call, is told of, and is not asked again", async () => {
  const { gateway, asked, ask } = await openRoute(missing);

  const first = await ask();
  const second = await ask();

  expect(first).toMatchObject({ status: 200, attempts: "2" });
  expect(second).toMatchObject({ status: 200, attempts: "1" });
  expect(JSON.parse(first.text).choices[0].message.content).toBe("gpt-4o");
  expect(asked).toEqual(["gpt-4.1-mini", "gpt-4o", "gpt-4o"]);
  const [failed, answered, next] = await gateway.rowsWhen(3);
  expect(failed).toMatchObject({ final: false, outcome: "provider_error", status: 404 });
  expect(failed?.charge.effective_cost).toBe("0.000000000000");
  expect(answered).toMatchObject({ attempt: 1, final: true, baseline_cost: COST_OF_DEAR });
  expect(answered?.charge.effective_cost).toBe(COST_OF_DEAR);
  expect(answered?.savings).toEqual([]);
  expect(next?.route).toMatchObject({ chosen: "openai/gpt-4o" });
  expect(await troublesOf(gateway)).toEqual([
    expect.objectContaining({ kind: "model_missing", policy: "routed", model: CHEAP }),
  ]);
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
  expect(metrics).toContain(`headgate_route_models_missing_total{model="${CHEAP}"} 1`);
});

test("a chosen model that refuses a request fails no call, streamed or not, and is not taken for missing; what the reference refuses too is told as it said it", async () => {
  const refusals = [
    json(400, { error: { message: "no", code: "invalid_value" } }),
    json(403, { error: { message: "no", code: "forbidden" } }),
  ];
  const { gateway, ask, asked, isDown } = await openRoute((response, received) => {
    refusals[asked.length % 2]?.(response, received);
  });

  expect(await ask()).toMatchObject({ status: 200, attempts: "2" });
  expect(await ask({ stream: true })).toMatchObject({ status: 200, attempts: "2" });

  expect(asked).toEqual(["gpt-4.1-mini", "gpt-4o", "gpt-4.1-mini", "gpt-4o"]);
  expect(await troublesOf(gateway)).toEqual([]);
  // A fallback that was asked already is not asked again, whatever the others answer.
  asked.length = 0;
  expect((await ask({ model: "sorter" })).status).toBe(200);
  expect(asked).toEqual(["gpt-4.1-mini", "gpt-4o"]);
  asked.length = 0;
  isDown.dear = true;
  expect((await ask({ model: "sorter" })).status).toBe(503);
  expect(new Set(asked).size).toBe(2);
  expect(asked.filter((model) => model === "gpt-4.1-mini")).toHaveLength(1);
  // Asked for by the client it is the reference, and nobody is asked in its place.
  expect((await ask({ model: "gpt-4.1-mini" })).status).toBeGreaterThanOrEqual(400);
});

test("a missing model is tried beside no second call, and no client notices", async () => {
  const { gateway, asked, ask } = await openRoute(missing, {
    day_one: "reference",
    shadow_share: 0.5,
  });

  for (let call = 0; call < 30; call += 1) {
    expect((await ask()).attempts).toBe("1");
    await gateway.gateway.labels.idle();
  }

  expect(asked.filter((model) => model === "gpt-4.1-mini")).toHaveLength(1);
  expect((await troublesOf(gateway)).map(({ kind }) => kind)).toEqual(["model_missing"]);
});

test("what a fallback costs more or less than the reference is no saving of the choice of models: it had gone there anyway", async () => {
  const { gateway, asked, ask, isDown } = await openRoute(says("gpt-4.1-mini"), {
    mode: "shadow",
  });
  isDown.dear = true;

  expect((await ask({ model: "sorter" })).status).toBe(200);

  expect(asked.at(-1)).toBe("gpt-4.1-mini");
  const rows = await gateway.rowsWhen(asked.length);
  const answered = rows.find(({ outcome }) => outcome === "completed");
  expect(answered).toMatchObject({ sent_model: "gpt-4.1-mini", savings: [] });
  expect(answered?.baseline_cost).toBe(answered?.charge.effective_cost);
});

test("a conversation does not stay at a model that cannot be asked any more, cheaper or not", async () => {
  let turns = 0;
  const { asked, ask } = await openRoute(
    (response, received) => (turns === 1 ? says("gpt-4.1-mini") : missing)(response, received),
    { pool: [CHEAP, "openai/gpt-3.5-turbo-1106"] },
  );
  const messages: object[] = [
    { role: "system", content: "Classify the sentiment of the review as positive or negative." },
  ];

  for (turns = 1; turns <= 3; turns += 1) {
    messages.push({ role: "user", content: `The soup was cold, ${turns} times.` });
    expect((await ask({ messages })).status).toBe(200);
    messages.push({ role: "assistant", content: "negative" });
  }

  expect(asked).toEqual(["gpt-4.1-mini", "gpt-4.1-mini", "gpt-4o", "gpt-3.5-turbo-1106"]);
});
