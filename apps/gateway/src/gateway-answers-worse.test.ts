import {
  configSchema,
  INTERNAL_ROUTING_PATH,
  INTERNAL_TOKEN_HEADER,
  routingReportSchema,
  type servedAnswersSchema,
} from "@headgate/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { z } from "zod";
import {
  events,
  json,
  type OpenGateway,
  openGateway,
  scriptedProvider,
} from "./open-gateway.fixture.ts";
import { asGood, CHEAP, TOKEN } from "./routed-gateway.fixture.ts";

const toClose: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close();
});

/** What is certified is certified for prompts like these. */
const CALLS = 80;
const GOOD = '{"queue":"fire"}';
const usage = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };
let gateway: OpenGateway;
/** What the cheaper model answers from now on. */
let cheap = GOOD;
/** The configuration, with what else its route policy says. */
let configOf: (more: object) => Parameters<typeof openGateway>[0];

beforeEach(async () => {
  cheap = GOOD;
  const provider = await scriptedProvider((response, received) => {
    const { model, stream } = JSON.parse(received.body.toString());
    const content = model === "gpt-4o-mini" ? cheap : GOOD;
    const of = { id: "a", model };
    const choice = { index: 0, finish_reason: "stop" };
    if (stream === true) {
      const chunks = [
        { ...of, choices: [{ index: 0, delta: { role: "assistant", content } }] },
        { ...of, choices: [{ ...choice, delta: {} }] },
        { ...of, choices: [], usage },
      ];
      const frames = chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`);
      events(...frames, "data: [DONE]\n\n")(response, received);
      return;
    }
    const choices = [{ ...choice, message: { role: "assistant", content } }];
    json(200, { ...of, object: "chat.completion", choices, usage })(response, received);
  });
  toClose.push(provider.close);
  const route = { mode: "on" as const, pool: [CHEAP], shadow_share: 0.5 };
  configOf = (more) => ({
    providers: {
      openai: { kind: "openai", base_url: `${provider.url}/v1`, api_key: "sk-test" },
    },
    policies: [{ name: "routed", match: {}, route: { ...route, ...more } }],
  });
  gateway = await openGateway(
    configOf({}),
    {},
    { control: { url: "http://127.0.0.1:9", token: TOKEN } },
  );
  toClose.push(gateway.close);
});

async function ask(number: number, more: object = {}): Promise<string> {
  const answer = await gateway.post("/v1/chat/completions", {
    model: "gpt-4o",
    messages: [
      { role: "system", content: "You sort tickets." },
      { role: "user", content: `Ticket ${number % CALLS}: the printer is on fire` },
    ],
    response_format: { type: "json_object" },
    ...more,
  });
  await answer.text();
  await gateway.gateway.labels.idle();
  await gateway.gateway.routing.served.idle();
  return answer.headers.get("x-headgate-call-id") ?? "";
}
const reasonOf = (callId: string) =>
  gateway.rows().find((row) => row.call_id === callId)?.route?.reason;

/** Labels certify the cheaper model, and its tries say that its answers are what was asked for. */
async function certify(): Promise<void> {
  const { labelling, study, watch } = gateway.gateway.routing;
  // Which calls are tried is drawn: of so many, thirty are, however the lots fall.
  for (let number = 0; number < CALLS; number += 1) await ask(number);
  for (let number = 0; number < CALLS; number += 1) {
    const callId = await ask(number);
    for (let time = 0; time < 5; time += 1) labelling.compared(callId, asGood);
  }
  const [pool = ""] = study.snapshots.keys();
  await study.fit(pool);
  const [fingerprint = ""] = study.snapshotOf(pool)?.evidence.keys() ?? [];
  expect(watch.isWatching({ pool, fingerprint, model: CHEAP })).toBe(true);
}

const reported = async () => {
  const headers = { [INTERNAL_TOKEN_HEADER]: TOKEN };
  const answer = await fetch(`${gateway.url}${INTERNAL_ROUTING_PATH}`, { headers });
  return routingReportSchema.parse(await answer.json());
};

test.each([{}, { stream: true, stream_options: { include_usage: true } }])(
  "rubbish with HTTP 200 that the checks see is given tens of times at most, and good tries bring the model back (%j)",
  async (more) => {
    await certify();
    expect(reasonOf(await ask(1, more))).toBe("certified");

    cheap = "I am the printer now.";
    let given = 0;
    while (given < 100 && reasonOf(await ask(given, more)) === "certified") given += 1;

    expect(given).toBeLessThan(20);
    expect(reasonOf(await ask(2, more))).toBe("answers_worse");
    const { pools, troubles } = await reported();
    expect(troubles[0]).toMatchObject({ kind: "answers_worse", policy: "routed" });
    expect(pools[0]?.fingerprints[0]?.watched).toContainEqual(
      expect.objectContaining({ out_since: expect.any(String) }),
    );

    cheap = GOOD;
    let calls = 0;
    while (calls < 400 && reasonOf(await ask(calls, more)) === "answers_worse") calls += 1;
    expect(calls).toBeGreaterThan(20);
    expect(calls).toBeLessThan(400);
  },
);

test("answers that are well-formed and wrong are seen by the newest labels: tens of them, not thousands of calls", async () => {
  await certify();

  cheap = '{"queue":"catering"}';
  let given = 0;
  while (given < 200 && reasonOf(await ask(given)) === "certified") given += 1;

  expect(given).toBeLessThan(60);
  const { troubles } = await reported();
  expect(troubles[0]).toMatchObject({
    ...{ kind: "answers_worse", model: null },
    note: expect.stringContaining("labelled calls, where the promise allows 5.0 %"),
  });
});

test("an answer that a cascade set aside is no part of what is usual", async () => {
  await certify();
  const looking = { ...configOf({ cascade: "not_streamed" }), listen: { port: 0 } };
  gateway.gateway.reconfigure(configSchema.parse(looking));

  cheap = "I am the printer now.";
  const { labels } = gateway.gateway;
  const { sampled } = labels.tally;
  const callIds: string[] = [];
  // Fewer than take the model out, and half of them are tried.
  for (let number = 0; number < 12; number += 1) callIds.push(await ask(number));
  expect(labels.tally.sampled).toBeGreaterThan(sampled);

  const aside = gateway.rows().filter(({ route }) => route?.accepted === false);
  expect(aside.map(({ call_id: id }) => id)).toEqual(callIds);
  const { pools } = await reported();
  expect(pools[0]?.fingerprints[0]?.watched).toContainEqual(
    expect.objectContaining({ model: CHEAP, tries_failed: 0 }),
  );
});

test("what control found in answers of batches puts a model out of force as what was given in real time does", async () => {
  await certify();
  const { study, watch } = gateway.gateway.routing;
  const [pool = ""] = study.snapshots.keys();
  const [fingerprint = ""] = study.snapshotOf(pool)?.evidence.keys() ?? [];
  const of = { pool, fingerprint, model: CHEAP };
  const tell = async (token: string, failed: readonly string[], count: number) => {
    const answers = Array.from({ length: count }, () => ({ ...of, failed }));
    const answer = await fetch(`${gateway.url}${INTERNAL_ROUTING_PATH}/served`, {
      method: "POST",
      headers: { [INTERNAL_TOKEN_HEADER]: token },
      body: JSON.stringify({ answers } satisfies z.infer<typeof servedAnswersSchema>),
    });
    return answer.status;
  };

  expect(await tell("another token", ["not_json"], 30)).toBe(403);
  expect(await tell(TOKEN, [], 30)).toBe(200);
  expect(watch.isOut(of)).toBe(false);
  expect(await tell(TOKEN, ["not_json"], 30)).toBe(200);

  expect(watch.isOut(of)).toBe(true);
  expect(reasonOf(await ask(1))).toBe("answers_worse");
});
