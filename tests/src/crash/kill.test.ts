import { randomInt } from "node:crypto";
import { callDetailSchema, knownCallsResponse } from "@headgate/contract";
import { Agent, request } from "undici";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Stack, startStack } from "../stack/start-stack.ts";

const KILLS = 50;
const CLIENTS = 12;

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ config: { retries: { attempts_per_target: 1 } } });
});
afterAll(async () => {
  await stack.stop();
});

type Sent = Readonly<{ callId: string; outputTokens: number; answered: boolean }>;

/** One call, streamed or not; `answered` is true only when the client saw the whole answer. */
async function call(
  agent: Agent,
  callId: string,
  outputTokens: number,
  stream: boolean,
): Promise<Sent> {
  try {
    const response = await request(`${stack.url}/v1/chat/completions`, {
      dispatcher: agent,
      method: "POST",
      headers: {
        authorization: `Bearer ${stack.secret}`,
        "content-type": "application/json",
        "x-headgate-client-call-id": callId,
        "x-simulator-output-tokens": String(outputTokens),
      },
      body: JSON.stringify({
        model: "gpt-4o-mini",
        messages: [{ role: "user", content: "one two three" }],
        stream,
      }),
    });
    const text = await response.body.text();
    const answered =
      response.statusCode === 200 &&
      (stream ? text.endsWith("data: [DONE]\n\n") : text.endsWith("}"));
    return { callId, outputTokens, answered };
  } catch {
    // The gateway was killed under this call: whether it was settled, the ledger will tell.
    return { callId, outputTokens, answered: false };
  }
}

test(`no settled call is lost and none counted twice through ${KILLS} kills of gateway and control`, async () => {
  const agent = new Agent({ connections: CLIENTS });
  const sent: Sent[] = [];
  let storm = true;
  let next = 0;
  const client = async (): Promise<void> => {
    while (storm) {
      const number = next++;
      const one = await call(agent, `storm-${number}`, 1 + (number % 40), number % 2 === 0);
      sent.push(one);
      // There is nothing to be gained by asking in a rush: what is killed has to start again on the same processors.
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const clients = Array.from({ length: CLIENTS }, client);

  // Each in its own time: now and then both are down at once.
  const kill = async (which: "gateway" | "control"): Promise<void> => {
    for (let one = 0; one < KILLS / 2; one++) {
      await new Promise((resolve) => setTimeout(resolve, randomInt(10, 250)));
      await stack.killAndRestart(which);
    }
  };
  await Promise.all([kill("gateway"), kill("control")]);
  storm = false;
  await Promise.all(clients);
  await agent.close();

  const answered = sent.filter((one) => one.answered);
  expect(answered.length).toBeGreaterThan(KILLS);
  await stack.settled(answered.length);
  await caughtUp();

  const known = await knownOf(sent.map((one) => one.callId));
  expect(answered.filter((one) => !known.has(one.callId))).toEqual([]);
  const inLedger = sent.filter((one) => known.has(one.callId));
  const totals = await stack.totals();
  expect(totals.calls).toBe(inLedger.length);
  expect(totals.attempts).toBe(inLedger.length);
  const charged = await Promise.all(
    sampleOf(inLedger, 50).map(async ({ callId }) => {
      const detail = callDetailSchema.parse(await stack.api(`/api/calls/${callId}`));
      return detail.attempts.length;
    }),
  );
  expect(new Set(charged)).toEqual(new Set([1]));
  const tokens = inLedger.reduce((total, one) => total + one.outputTokens, 0);
  expect(totals.output_tokens).toBe(tokens);
  expect(totals.unpriced_attempts).toBe(0);
  const status = await stack.status();
  expect(status.loader.rows_conflicting).toBe(0);
  expect(status.loader.lines_quarantined).toBe(0);
}, 900_000);

/** Resolves when the loader has moved all there is. */
const caughtUp = (): Promise<void> =>
  expect
    .poll(async () => (await stack.status()).loader.bytes_waiting, { timeout: 300_000 })
    .toBe(0);

async function knownOf(callIds: readonly string[]): Promise<Set<string>> {
  const known = new Set<string>();
  for (let at = 0; at < callIds.length; at += 5000) {
    const answer = await stack.api("/api/calls/known", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ client_call_ids: callIds.slice(at, at + 5000) }),
    });
    for (const callId of knownCallsResponse.parse(answer).known) known.add(callId);
  }
  return known;
}

const sampleOf = <Item>(items: readonly Item[], count: number): readonly Item[] =>
  items.filter((_, index) => index % Math.ceil(items.length / count) === 0);
