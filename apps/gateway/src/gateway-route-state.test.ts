import { afterEach, expect, test } from "vitest";
import { json, type OpenGateway, openGateway, scriptedProvider } from "./open-gateway.fixture.ts";

const toClose: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close();
});

type Asked = Readonly<{ model: string; store?: boolean; metadata?: object; path: string }>;
type Case = Readonly<{
  gateway: OpenGateway;
  /** What providers were asked, in its order; the path tells which. */
  asked: readonly Asked[];
  ask: (more?: object) => Promise<number>;
}>;

/** Two providers of Responses, and a plain task that goes to the cheapest model it may go to. */
async function openStateful(route: object, cheap?: Parameters<typeof json>): Promise<Case> {
  const asked: Asked[] = [];
  const provider = await scriptedProvider((response, received) => {
    const { model, store, metadata } = JSON.parse(received.body.toString()) as Asked;
    asked.push({
      ...{ model, path: received.path },
      ...(store !== undefined && { store }),
      ...(metadata !== undefined && { metadata }),
    });
    const answer = json(200, {
      ...{ id: "resp_1", object: "response", status: "completed", model },
      output: [{ type: "message", content: [{ type: "output_text", text: "negative" }] }],
      usage: { input_tokens: 100, output_tokens: 20, total_tokens: 120 },
    });
    (cheap !== undefined && model !== "gpt-4o" ? json(...cheap) : answer)(response, received);
  });
  toClose.push(provider.close);
  const gateway = await openGateway({
    providers: {
      openai: { kind: "openai", base_url: `${provider.url}/v1`, api_key: "sk-test" },
      other: { kind: "openai", base_url: `${provider.url}/other`, api_key: "sk-test" },
    },
    policies: [
      {
        name: "routed",
        match: {},
        route: { mode: "on", day_one: "tiers", shadow_share: 0, ...route },
      },
    ],
  });
  toClose.push(gateway.close);
  const instructions = "Classify the sentiment of the review as positive, negative or neutral.";
  return {
    ...{ gateway, asked },
    ask: async (more = {}) => {
      const answer = await gateway.post("/v1/responses", {
        ...{ model: "gpt-4o", instructions, input: "The soup was cold.", ...more },
      });
      await answer.text();
      return answer.status;
    },
  };
}

test.each([
  { conversation: "conv_1" },
  { previous_response_id: "resp_0" },
  { background: true },
  { prompt: { id: "pmpt_1" } },
])(
  "a call that goes on from what its provider keeps is asked of nobody else: %j",
  async (state) => {
    const { gateway, asked, ask } = await openStateful({
      ...{ pool: ["openai/gpt-4.1-mini"], shadow_share: 0.5 },
    });

    expect(await ask()).toBe(200);
    await gateway.gateway.labels.idle();
    expect(asked[0]?.model).toBe("gpt-4.1-mini");
    const before = asked.length;
    for (let call = 0; call < 20; call += 1) expect(await ask(state)).toBe(200);
    await gateway.gateway.labels.idle();

    expect(asked.slice(before).map(({ model }) => model)).toEqual(Array(20).fill("gpt-4o"));
    expect((await gateway.rowsWhen(asked.length)).at(-1)?.route).toBeUndefined();
  },
);

test("an answer that its provider keeps for the client stays with that provider", async () => {
  const { asked, ask } = await openStateful({ pool: ["other/gpt-4.1-mini"] });

  await ask();
  await ask({ store: true });
  await ask({ store: false });

  expect(asked.map(({ path }) => path)).toEqual([
    "/v1/responses",
    "/v1/responses",
    "/other/responses",
  ]);
});

test("what is asked to learn from a call is not kept beside the client's answers", async () => {
  const { gateway, asked, ask } = await openStateful({
    ...{ mode: "shadow", pool: ["openai/gpt-4.1-mini"], shadow_share: 0.5 },
  });

  for (let call = 0; call < 30; call += 1) await ask({ metadata: { desk: "1" } });
  await gateway.gateway.labels.idle();

  const kept = asked.filter(({ store }) => store === undefined);
  const beside = asked.filter(({ store }) => store === false);
  expect(kept.map(({ model }) => model)).toEqual(Array(30).fill("gpt-4o"));
  expect(beside.length).toBeGreaterThan(0);
  expect(new Set(beside.map(({ model }) => model))).toEqual(new Set(["gpt-4.1-mini"]));
  expect(beside.every(({ metadata }) => metadata !== undefined)).toBe(true);
});

test("a try that is answered 404 for another thing than its model takes the model from nobody", async () => {
  const { gateway, asked, ask } = await openStateful(
    { mode: "shadow", pool: ["openai/gpt-4.1-mini"], shadow_share: 0.5 },
    [404, { error: { message: "No such file.", param: "file_id", code: "not_found" } }],
  );

  for (let call = 0; call < 30; call += 1) {
    await ask();
    await gateway.gateway.labels.idle();
  }

  const tries = asked.filter(({ model }) => model === "gpt-4.1-mini");
  expect(tries.length).toBeGreaterThan(1);
});
