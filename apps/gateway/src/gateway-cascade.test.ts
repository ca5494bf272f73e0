import { afterEach, expect, test } from "vitest";
import {
  type Answer,
  json,
  type OpenGateway,
  openGateway,
  type ScriptedProvider,
  scriptedProvider,
} from "./open-gateway.fixture.ts";

const toClose: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close();
});

const CALLS = 20;
/** What certifies a model that is as good on all of them. */
const LABELS = 400;
const CHEAP = "openai/gpt-4o-mini";
const DEAR = "openai/gpt-4o";
const COST_OF_CHEAP = "0.000027000000";
const COST_OF_DEAR = "0.000450000000";

/** A constructed answer: 100 tokens in, 20 out. */
const completion = (model: string, content: string, finish = "stop") => ({
  id: "a",
  object: "chat.completion",
  model,
  choices: [{ index: 0, finish_reason: finish, message: { role: "assistant", content } }],
  usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
});

const says = (content: string): Answer => json(200, completion("gpt-4o-mini", content));
const good = json(200, completion("gpt-4o", '{"queue":"fire"}'));

type Case = Readonly<{
  /** How the cheaper model answers, once it has been certified. */
  cheap: Answer;
  dear?: Answer;
  cascade?: "never" | "not_streamed" | "always";
  config?: Partial<Parameters<typeof openGateway>[0]>;
}>;

type OpenCase = Readonly<{ gateway: OpenGateway; provider: ScriptedProvider; before: number }>;

/** A gateway whose cheaper model is certified; calls before it had plain answers of the reference. */
async function openCascade({ cheap, dear = good, cascade = "not_streamed", config = {} }: Case) {
  let certified = false;
  const provider = await scriptedProvider((response, received) => {
    const { model } = JSON.parse(received.body.toString());
    const answer = model === "gpt-4o-mini" ? cheap : certified ? dear : good;
    answer(response, received);
  });
  toClose.push(provider.close);
  const gateway = await openGateway({
    providers: {
      openai: { kind: "openai", base_url: `${provider.url}/v1`, api_key: "sk-test" },
    },
    policies: [{ name: "routed", match: {}, route: { mode: "on", pool: [CHEAP], cascade } }],
    ...config,
  });
  toClose.push(gateway.close);
  const labels = new Map([
    [CHEAP, 1],
    [DEAR, 1],
  ]);
  for (let index = 0; index < CALLS; index += 1) {
    const answer = await ask(gateway, { user: `Ticket ${index}: the printer is on fire` });
    await answer.text();
    const callId = answer.headers.get("x-headgate-call-id") ?? "";
    for (let time = 0; time < LABELS / CALLS; time += 1) {
      expect(gateway.gateway.routing.label(callId, labels)).toBe("learned");
    }
  }
  const [pool = ""] = gateway.gateway.routing.study.snapshots.keys();
  await gateway.gateway.routing.study.fit(pool);
  certified = true;
  const before = (await gateway.rowsWhen(CALLS)).length;
  return { gateway, provider, before } satisfies OpenCase;
}

const ask = (
  gateway: OpenGateway,
  { user = "Ticket 7: the printer is on fire", ...more }: { user?: string; stream?: boolean } = {},
): Promise<Response> =>
  gateway.post("/v1/chat/completions", {
    model: "gpt-4o",
    messages: [
      { role: "system", content: "You sort tickets." },
      { role: "user", content: user },
    ],
    response_format: { type: "json_object" },
    ...more,
  });

const contentOf = async (answer: Response): Promise<string> =>
  ((await answer.json()) as { choices: [{ message: { content: string } }] }).choices[0].message
    .content;

const newRows = async ({ gateway, before }: OpenCase, count: number) =>
  (await gateway.rowsWhen(before + count)).slice(before);

test("an answer that stands the checks is given, and its row says so", async () => {
  const open = await openCascade({ cheap: says('{"queue":"it"}') });

  const answer = await ask(open.gateway);

  expect(answer.headers.get("x-headgate-cascade")).toBe("accepted");
  expect(await contentOf(answer)).toBe('{"queue":"it"}');
  const [row] = await newRows(open, 1);
  expect(row).toMatchObject({ final: true, sent_model: "gpt-4o-mini", route: { accepted: true } });
  expect(row?.baseline_cost).toBe(COST_OF_DEAR);
}, 120_000);

test("one that does not is paid for, counted against the lever, and the reference answers", async () => {
  const open = await openCascade({ cheap: says("It is for the fire brigade.") });

  const answer = await ask(open.gateway);

  expect(answer.status).toBe(200);
  expect(answer.headers.get("x-headgate-cascade")).toBe("escalated; checks=not_json");
  expect(answer.headers.get("x-headgate-attempts")).toBe("2");
  expect(answer.headers.get("x-headgate-saved")).toBe(`-${COST_OF_CHEAP}`);
  expect(await contentOf(answer)).toBe('{"queue":"fire"}');
  const [cheap, dear] = await newRows(open, 2);
  expect(cheap).toMatchObject({
    attempt: 0,
    final: false,
    outcome: "completed",
    sent_model: "gpt-4o-mini",
    route: { accepted: false, chosen: CHEAP },
    baseline_cost: "0.000000000000",
    savings: [{ lever: "route", amount: `-${COST_OF_CHEAP}` }],
  });
  expect(cheap?.charge.effective_cost).toBe(COST_OF_CHEAP);
  expect(dear).toMatchObject({ attempt: 1, final: true, savings: [], baseline_cost: COST_OF_DEAR });
  expect(dear?.route?.accepted).toBeUndefined();
}, 120_000);

const breaksOff: Answer = (response) => {
  response.writeHead(200, { "content-type": "application/json" });
  response.write('{"choices":[');
  response.socket?.destroySoon();
};

test.each([
  ["refuses", json(400, { error: { message: "no", type: "invalid_request_error" } })],
  ["breaks off", breaksOff],
  ["answers with an error in a 200", json(200, { error: { message: "overloaded" } })],
] as const)(
  "when the reference %s, the answer that was set aside is given, told in its header and its row",
  async (_what, dear) => {
    const open = await openCascade({ cheap: says("It is for the fire brigade."), dear });

    const answer = await ask(open.gateway);

    expect(answer.status).toBe(200);
    expect(answer.headers.get("x-headgate-cascade")).toBe("given_anyway; checks=not_json");
    expect(await contentOf(answer)).toBe("It is for the fire brigade.");
    const [cheap, failed] = await newRows(open, 2);
    expect(cheap).toMatchObject({ final: false, route: { accepted: false } });
    expect(failed).toMatchObject({ final: true, route: { reason: "gave_set_aside" } });
    expect(failed?.outcome).not.toBe("completed");
  },
  120_000,
);

test.each([
  ["is no answer of its format", json(200, { pong: true })],
  ["is a page of HTML", json(200, "<html>busy</html>", { "content-type": "text/html" })],
  ["breaks off", breaksOff],
] as const)(
  "a cheaper model's answer with HTTP 200 that %s is not the client's",
  async (_what, cheap) => {
    const open = await openCascade({ cheap });

    const answer = await ask(open.gateway);

    expect(answer.status).toBe(200);
    expect(await contentOf(answer)).toBe('{"queue":"fire"}');
    const [first, second] = await newRows(open, 2);
    expect(first).toMatchObject({ final: false, route: { accepted: false } });
    expect(second).toMatchObject({ final: true, attempt: 1 });
  },
  120_000,
);

test("a model whose answers are rubbish is taken out, and told", async () => {
  const open = await openCascade({ cheap: json(200, { pong: true }) });

  for (let index = 0; index < 20; index += 1) await (await ask(open.gateway)).text();
  const answer = await ask(open.gateway);

  expect(answer.headers.get("x-headgate-attempts")).toBe("1");
  expect(answer.headers.get("x-headgate-cascade")).toBeNull();
  const metrics = await (await fetch(`${open.gateway.url}/metrics`)).text();
  expect(metrics).toContain(`headgate_cascade_models_taken_out_total{model="${CHEAP}"} 1`);
  expect(metrics).toContain('headgate_cascade_failed_checks_total{check="unreadable"} 20');
}, 120_000);

const streamed =
  (...contents: readonly string[]): Answer =>
  (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const content of contents) {
      const chunk = { id: "a", choices: [{ index: 0, delta: { content } }] };
      response.write(`data: ${JSON.stringify(chunk)}\n\n`);
    }
    const last = { id: "a", choices: [{ index: 0, delta: {}, finish_reason: "stop" }] };
    const usage = { id: "a", choices: [], usage: completion("", "").usage };
    response.end(
      `data: ${JSON.stringify(last)}\n\ndata: ${JSON.stringify(usage)}\n\ndata: [DONE]\n\n`,
    );
  };

test("a stream is looked at only where the policy has it held, and is then given whole", async () => {
  const cheap = streamed("It is for ", "the fire brigade.");
  const dear = streamed('{"queue":', '"fire"}');
  const held = await openCascade({ cheap, dear, cascade: "always" });

  const looked = await ask(held.gateway, { stream: true });

  expect(looked.headers.get("x-headgate-cascade")).toBe("escalated; checks=not_json");
  const text = await looked.text();
  expect(text).not.toContain("brigade");
  expect(text).toContain("fire");
  expect(text).toContain("[DONE]");
  const [first, second] = await newRows(held, 2);
  expect(first).toMatchObject({ final: false, stream: true, route: { accepted: false } });
  expect(second).toMatchObject({ final: true, stream: true });

  const passed = await openCascade({ cheap, dear });
  const unseen = await ask(passed.gateway, { stream: true });
  expect(unseen.headers.get("x-headgate-cascade")).toBeNull();
  expect(await unseen.text()).toContain("brigade");
}, 120_000);

test("an answer too large to be looked at goes out as it is, and says so", async () => {
  const large = `{"text":"${"word ".repeat(900_000)}"}`;
  const open = await openCascade({ cheap: says(large) });

  const answer = await ask(open.gateway);

  expect(answer.headers.get("x-headgate-cascade")).toBe("not_looked_at; reason=too_large");
  expect(await contentOf(answer)).toBe(large);
  const [row] = await newRows(open, 1);
  expect(row).toMatchObject({ final: true, sent_model: "gpt-4o-mini" });
  expect(row?.route?.accepted).toBeUndefined();
}, 120_000);

test("without a cascade nothing is looked at", async () => {
  const open = await openCascade({ cheap: says("It is for the fire brigade."), cascade: "never" });

  const answer = await ask(open.gateway);

  expect(answer.headers.get("x-headgate-cascade")).toBeNull();
  expect(await contentOf(answer)).toBe("It is for the fire brigade.");
}, 120_000);
