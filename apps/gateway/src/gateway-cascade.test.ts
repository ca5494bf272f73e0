import { compileBudgets, openSqliteBudgets } from "@headgate/budgets";
import { configSchema } from "@headgate/contract";
import { dataDirectory } from "@headgate/ledger";
import { parseDollars, sum } from "@headgate/money";
import { afterAll, beforeAll, expect, test } from "vitest";
import { damageBudget } from "./damaged-budgets.fixture.ts";
import {
  type Answer,
  json,
  type OpenGateway,
  openGateway,
  type ScriptedProvider,
  scriptedProvider,
} from "./open-gateway.fixture.ts";
import { asGood } from "./routed-gateway.fixture.ts";

const toClose: (() => Promise<void>)[] = [];

const CALLS = 20;
/** What certifies a model that is as good on all of them. */
const LABELS = 400;
const CHEAP = "openai/gpt-4o-mini";
const COST_OF_CHEAP = "0.000027000000";
const COST_OF_DEAR = "0.000450000000";
const CUSTOMER = "x-headgate-customer";
/** Of calls of one customer alone. */
const budget = {
  name: "acme",
  limit: "1000",
  window: "month",
  match: { customer: "acme" },
} as const;
const month = { ...budget, name: "globex", match: { customer: "globex" } } as const;
/** Calls of one customer, one after the other. */
const lane = {
  ...{ name: "lane", measure: "concurrency" as const, limit: "1" },
  match: { customer: "initech" },
};

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
const notJson = says("It is for the fire brigade.");
const breaksOff: Answer = (response) => {
  response.writeHead(200, { "content-type": "application/json" });
  response.write('{"choices":[');
  response.socket?.destroySoon();
};
const streamed =
  (...contents: readonly string[]): Answer =>
  (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    const chunks = [
      ...contents.map((content) => ({ id: "a", choices: [{ index: 0, delta: { content } }] })),
      { id: "a", choices: [{ index: 0, delta: {}, finish_reason: "stop" }] },
      { id: "a", choices: [], usage: completion("", "").usage },
    ];
    for (const chunk of chunks) response.write(`data: ${JSON.stringify(chunk)}\n\n`);
    response.end("data: [DONE]\n\n");
  };

/** The same without an end: it goes on until it is stopped. */
const unended =
  (...contents: readonly string[]): Answer =>
  (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const content of contents) {
      const chunk = { id: "a", choices: [{ index: 0, delta: { content } }] };
      response.write(`data: ${JSON.stringify(chunk)}\n\n`);
    }
  };

const system = { role: "system", content: "You sort tickets." };
const question = {
  model: "gpt-4o",
  messages: [system, { role: "user", content: "Ticket 7: the printer is on fire" }],
  response_format: { type: "json_object" },
};

type OpenCase = Readonly<{
  gateway: OpenGateway;
  provider: ScriptedProvider;
  /** What each model answers from now on. */
  answers: { cheap: Answer; dear: Answer };
}>;

/** A gateway whose cheaper model is certified. */
async function openCascade(
  cascade: "not_streamed" | "always",
  ...ends: readonly ("complete" | "repetition")[]
): Promise<OpenCase> {
  const answers = { cheap: good, dear: good };
  const provider = await scriptedProvider((response, received) => {
    const { model } = JSON.parse(received.body.toString());
    (model === "gpt-4o-mini" ? answers.cheap : answers.dear)(response, received);
  });
  toClose.push(provider.close);
  const gateway = await openGateway({
    providers: {
      openai: { kind: "openai", base_url: `${provider.url}/v1`, api_key: "sk-test" },
    },
    policies: [
      {
        name: "routed",
        match: {},
        route: { mode: "on", pool: [CHEAP], cascade, shadow_share: 0 },
        output: { end_stream: [...ends] },
      },
    ],
    budgets: [budget, month, lane],
  });
  toClose.push(gateway.close);
  for (let index = 0; index < CALLS; index += 1) {
    const answer = await gateway.post("/v1/chat/completions", {
      ...question,
      messages: [system, { role: "user", content: `Ticket ${index}: the printer is on fire` }],
    });
    await answer.text();
    const callId = answer.headers.get("x-headgate-call-id") ?? "";
    for (let time = 0; time < LABELS / CALLS; time += 1) {
      expect(gateway.gateway.routing.labelling.compared(callId, asGood)).toBe("learned");
    }
  }
  const [pool = ""] = gateway.gateway.routing.study.snapshots.keys();
  await gateway.gateway.routing.study.fit(pool);
  return { gateway, provider, answers };
}

let open: OpenCase;
beforeAll(async () => {
  open = await openCascade("always");
});
afterAll(async () => {
  for (const close of toClose.splice(0).reverse()) await close();
});

/** Has the models answer so, asks once, and gives the answer with the rows that it made. */
async function askOnce(
  answers: Readonly<{ cheap: Answer; dear?: Answer }>,
  {
    headers,
    ...more
  }: Readonly<{
    stream?: boolean;
    headers?: Record<string, string>;
  }> = {},
  { gateway, answers: script }: OpenCase = open,
) {
  Object.assign(script, { dear: good, ...answers });
  const answer = await gateway.post("/v1/chat/completions", { ...question, ...more }, headers);
  const text = await answer.text();
  const callId = answer.headers.get("x-headgate-call-id");
  return {
    status: answer.status,
    looked: answer.headers.get("x-headgate-cascade"),
    headers: answer.headers,
    text,
    rows: gateway.rows().filter((row) => row.call_id === callId),
  };
}

const contentOf = (text: string): string => JSON.parse(text).choices[0].message.content;

test("an answer that stands the checks is given, and its row says so", async () => {
  const { looked, text, rows } = await askOnce({ cheap: says('{"queue":"it"}') });

  expect(looked).toBe("accepted");
  expect(contentOf(text)).toBe('{"queue":"it"}');
  const [row] = rows;
  expect(row).toMatchObject({ final: true, sent_model: "gpt-4o-mini", route: { accepted: true } });
  expect(row?.baseline_cost).toBe(COST_OF_DEAR);
});

test("one that does not is paid for, counted against the lever, and the reference answers", async () => {
  const { looked, headers, text, rows } = await askOnce({ cheap: notJson });

  expect(looked).toBe("escalated; checks=not_json");
  expect(headers.get("x-headgate-attempts")).toBe("2");
  expect(headers.get("x-headgate-saved")).toBe(`-${COST_OF_CHEAP}`);
  expect(contentOf(text)).toBe('{"queue":"fire"}');
  const [cheap, dear] = rows;
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
});

test.each([
  ["refuses", json(400, { error: { message: "no", type: "invalid_request_error" } })],
  ["breaks off", breaksOff],
  ["answers with an error in a 200", json(200, { error: { message: "overloaded" } })],
] as const)(
  "when the reference %s, the answer that was set aside is given, and that is told",
  async (_what, dear) => {
    const { status, looked, text, rows } = await askOnce({ cheap: notJson, dear });

    expect(status).toBe(200);
    expect(looked).toBe("given_anyway; checks=not_json");
    expect(contentOf(text)).toBe("It is for the fire brigade.");
    const [cheap, failed, ...others] = rows;
    expect(others).toEqual([]);
    expect(cheap).toMatchObject({ final: false, route: { accepted: false } });
    expect(failed).toMatchObject({ final: true, route: { reason: "gave_set_aside" } });
    expect(failed?.outcome).not.toBe("completed");
  },
);

test("an answer that is set aside leaves its lane to the reference", async () => {
  const { looked, text } = await askOnce(
    { cheap: notJson },
    { headers: { [CUSTOMER]: "initech" } },
  );

  expect(looked).toBe("escalated; checks=not_json");
  expect(contentOf(text)).toBe('{"queue":"fire"}');
});

test("a held answer that broke off is spent at what its row says, not at its worst case", async () => {
  const cheap: Answer = (response, received) => {
    unended("It is for ", "the fire brigade.")(response, received);
    response.socket?.destroySoon();
  };

  const { rows } = await askOnce(
    { cheap, dear: streamed('{"queue":"fire"}') },
    { stream: true, headers: { [CUSTOMER]: "globex" } },
  );

  expect(rows).toMatchObject([{ final: false, usage_origin: "estimated" }, { final: true }]);
  const spent = rows.map(({ charge }) => parseDollars(charge.effective_cost ?? ""));
  const store = await openSqliteBudgets({ path: dataDirectory(open.gateway.data).budgets });
  const [{ id } = { id: "" }] = compileBudgets(configSchema.parse({ budgets: [month] }).budgets);
  await expect
    .poll(() => store.standings([id], 0))
    .toMatchObject([{ spent: sum(spent), leased: 0n, atWorstCase: 0n }]);
  await store.close();
});

test("when the budgets cannot be asked for the reference, the answer that was set aside is given and recorded", async () => {
  const cheap: Answer = (response, received) => {
    damageBudget(open.gateway.data, budget).then(
      () => notJson(response, received),
      (error: unknown) => response.destroy(error as Error),
    );
  };

  const asked = await askOnce({ cheap }, { headers: { [CUSTOMER]: "acme" } });

  expect(asked.status).toBe(200);
  expect(asked.looked).toBe("given_anyway; checks=not_json");
  expect(contentOf(asked.text)).toBe("It is for the fire brigade.");
  expect(asked.rows).toMatchObject([{ attempt: 0, final: true, route: { accepted: false } }]);
});

test.each([
  ["is no answer of its format", json(200, { pong: true })],
  ["is a page of HTML", json(200, "<html>busy</html>", { "content-type": "text/html" })],
  ["breaks off", breaksOff],
] as const)(
  "a cheaper model's answer with HTTP 200 that %s is not the client's",
  async (_what, cheap) => {
    const { status, text, rows } = await askOnce({ cheap });

    expect(status).toBe(200);
    expect(contentOf(text)).toBe('{"queue":"fire"}');
    const [first, second] = rows;
    expect(first).toMatchObject({ final: false, route: { accepted: false } });
    expect(second).toMatchObject({ final: true, attempt: 1 });
  },
);

test("a held stream that does not stand never reaches the client; the reference's does", async () => {
  const cheap = streamed("It is for ", "the fire brigade.");
  const dear = streamed('{"queue":', '"fire"}');

  const { looked, text, rows } = await askOnce({ cheap, dear }, { stream: true });

  expect(looked).toBe("escalated; checks=not_json");
  expect(text).not.toContain("brigade");
  expect(text).toContain("fire");
  expect(text).toContain("[DONE]");
  const [first, second] = rows;
  expect(first).toMatchObject({ final: false, stream: true, route: { accepted: false } });
  expect(second).toMatchObject({ final: true, stream: true });
});

test("a held stream that stands is given whole, as its provider sent it", async () => {
  const cheap = streamed('{"queue":', '"it"}');

  const { looked, text } = await askOnce({ cheap }, { stream: true });

  expect(looked).toBe("accepted");
  expect(text.match(/^data: /gm)).toHaveLength(4);
  expect(text.endsWith("data: [DONE]\n\n")).toBe(true);
});

test("a held stream that is ended early is looked at too: one that does not stand is not the client's", async () => {
  const ended = await openCascade("always", "complete", "repetition");
  const lines = '{"line":"it"},'.repeat(100);
  const cheap = unended("[", ...Array.from({ length: 20 }, () => lines));
  const dear = streamed('{"queue":', '"fire"}');

  const aside = await askOnce({ cheap, dear }, { stream: true }, ended);
  const stood = await askOnce(
    { cheap: unended('{"queue":', '"it"}', " ".repeat(40)) },
    { stream: true },
    ended,
  );

  expect(aside.looked).toMatch(/^escalated; checks=cut/);
  expect(aside.text).not.toContain("line");
  expect(aside.text).toContain("fire");
  expect(aside.headers.get("x-headgate-cut")).toBeNull();
  expect(aside.rows).toMatchObject([
    { final: false, outcome: "ended_early", route: { accepted: false } },
    { final: true, attempt: 1 },
  ]);
  expect(stood.looked).toBe("accepted");
  expect(stood.headers.get("x-headgate-cut")).toBe("stopped_complete");
  expect(stood.text).toContain(": headgate-cut stopped_complete\n\n");
  expect(stood.text.endsWith("data: [DONE]\n\n")).toBe(true);
  expect(stood.rows).toMatchObject([
    { final: true, outcome: "ended_early", route: { accepted: true } },
  ]);
});

test("an answer too large to be looked at goes out as it is, and says so", async () => {
  const large = `{"text":"${"word ".repeat(900_000)}"}`;

  const { looked, text, rows } = await askOnce({ cheap: says(large) });

  expect(looked).toBe("not_looked_at; reason=too_large");
  expect(contentOf(text)).toBe(large);
  const [row] = rows;
  expect(row).toMatchObject({ final: true, sent_model: "gpt-4o-mini" });
  expect(row?.route?.accepted).toBeUndefined();
});

test("a model whose answers are rubbish is taken out, and that is told", async () => {
  open.answers.cheap = json(200, { pong: true });
  open.answers.dear = good;
  const ask = () => open.gateway.post("/v1/chat/completions", question);

  for (let index = 0; index < 20; index += 1) await (await ask()).text();
  const answer = await ask();

  expect(answer.headers.get("x-headgate-attempts")).toBe("1");
  expect(answer.headers.get("x-headgate-cascade")).toBeNull();
  const metrics = await (await fetch(`${open.gateway.url}/metrics`)).text();
  expect(metrics).toContain(`headgate_cascade_models_taken_out_total{model="${CHEAP}"} 1`);
});

test("a stream is not held where the policy looks at whole answers alone", async () => {
  const passing = await openCascade("not_streamed");
  const cheap = streamed("It is for ", "the fire brigade.");

  const { looked, text } = await askOnce({ cheap }, { stream: true }, passing);

  expect(looked).toBeNull();
  expect(text).toContain("brigade");
});
