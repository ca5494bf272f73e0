import { expect, test } from "vitest";
import {
  at,
  chat,
  eventObjects,
  exactly,
  json,
  message,
  post,
  start,
  words,
} from "./simulator.fixture.ts";
import type { Simulator } from "./start-simulator.ts";

const prompts = Array.from({ length: 40 }, (_, index) => words(5 + index, `p${index}x`));

/** What an answer says and bills; its id and time count the requests and the clock. */
async function said(simulator: Simulator, prompt: string): Promise<unknown> {
  const body = await json(
    post(simulator, "/v1/chat/completions", chat(prompt, { model: "gpt-5-mini" })),
  );
  const whole = await json(post(simulator, "/v1/messages", message(prompt)));
  return [body.choices, body.usage, whole.content, whole.usage];
}

test("the same seed gives the same answers, one by one or all at once, in any order", async () => {
  const [first, second] = [await start({ seed: 3 }), await start({ seed: 3 })];

  const oneByOne: unknown[] = [];
  for (const prompt of prompts) oneByOne.push(await said(first, prompt));
  const atOnce = await Promise.all(prompts.toReversed().map((prompt) => said(second, prompt)));

  expect(atOnce.toReversed()).toEqual(oneByOne);
});

test("the same requests in the same order give the same bytes, at the same time of the clock", async () => {
  const run = async () => {
    const simulator = await start({ seed: 4, nowMs: () => 1_800_000_000_000 });
    const texts: string[] = [];
    for (const prompt of prompts.slice(0, 5)) {
      for (const path of ["/v1/chat/completions", "/v1/messages"]) {
        const request = path === "/v1/messages" ? message(prompt) : chat(prompt);
        texts.push(await (await post(simulator, path, { ...request, stream: true })).text());
      }
    }
    return texts;
  };

  expect(await run()).toEqual(await run());
});

test("another seed gives another answer", async () => {
  const [first, second] = [await start({ seed: 1 }), await start({ seed: 2 })];

  expect(await said(first, "hello")).not.toEqual(await said(second, "hello"));
});

test("each answer has an id of its own", async () => {
  const simulator = await start();

  const bodies = await Promise.all(
    prompts.map(() => json(post(simulator, "/v1/chat/completions", chat("the same"), exactly(1)))),
  );

  expect(new Set(bodies.map((body) => body.id)).size).toBe(prompts.length);
});

test("a paced stream takes its time, and deltas can be batched", async () => {
  const simulator = await start({ tokensPerDelta: 4 });
  const beganMs = performance.now();

  const chunks = await eventObjects(
    post(simulator, "/v1/chat/completions", chat("x", { stream: true }), {
      ...exactly(10),
      "x-simulator-latency-ms": "20",
      "x-simulator-token-interval-ms": "30",
    }),
  );

  expect(
    chunks.map((chunk) => at(chunk, "choices", 0, "delta", "content")).filter(Boolean),
  ).toHaveLength(3);
  expect(performance.now() - beganMs).toBeGreaterThan(75);
});

test("a stream that its client leaves is counted, with the deltas sent so far", async () => {
  const simulator = await start();
  const client = new AbortController();
  const answer = await fetch(`${simulator.url}/v1/chat/completions`, {
    method: "POST",
    signal: client.signal,
    headers: { authorization: "Bearer k", ...exactly(1000), "x-simulator-token-interval-ms": "5" },
    body: JSON.stringify(chat("x", { stream: true })),
  });
  await answer.body?.getReader().read();
  client.abort();
  while (simulator.stats().aborted === 0) await new Promise(setImmediate);

  const sent = simulator.stats().deltasSent;
  expect(sent).toBeGreaterThan(0);
  expect(sent).toBeLessThan(1000);
});
