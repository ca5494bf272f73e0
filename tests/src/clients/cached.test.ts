import Anthropic from "@anthropic-ai/sdk";
import {
  cacheExplanationSchema,
  cachePurgedSchema,
  cacheStatsSchema,
  savingsReport,
} from "@headgate/contract";
import OpenAI from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ledgeredAttempt } from "../stack/ledgered-attempt.ts";
import { type Stack, startStack } from "../stack/start-stack.ts";

let stack: Stack;
let openai: OpenAI;
let anthropic: Anthropic;
beforeAll(async () => {
  stack = await startStack();
  openai = new OpenAI({ baseURL: `${stack.url}/v1`, apiKey: stack.secret, maxRetries: 0 });
  anthropic = new Anthropic({ baseURL: stack.url, apiKey: stack.secret, maxRetries: 0 });
});
afterAll(async () => {
  await stack.stop();
});

const messages = [{ role: "user" as const, content: "Tell me about the tides" }];
const gpt = { model: "gpt-4o-mini", messages, temperature: 0 };
const claude = { model: "claude-sonnet-4-6", messages, max_tokens: 200, temperature: 0 };
const cacheOf = (response: Response): string | null => response.headers.get("x-headgate-cache");

test("OpenAI's client gets the same completion again, and the ledger says what that saved", async () => {
  const ask = () => openai.chat.completions.create(gpt).withResponse();
  const first = await ask();
  const second = await ask();

  expect(second.data).toEqual(first.data);
  expect(cacheOf(second.response)).toContain("hit; tier=exact");
  const attempt = await ledgeredAttempt(stack, second.response.headers.get("x-headgate-call-id"));
  expect(attempt.charge.effective_cost).toBe("0.000000000000");
  expect(attempt.savings).toEqual([{ lever: "exact-cache", amount: attempt.baseline_cost }]);
  expect(attempt.baseline_cost).toBe(first.response.headers.get("x-headgate-cost"));
});

test("OpenAI's client reads a kept stream as it read the first", async () => {
  const read = async () => {
    const { data, response } = await openai.chat.completions
      .create({ ...gpt, stream: true, stream_options: { include_usage: true } })
      .withResponse();
    const chunks = [];
    for await (const chunk of data) chunks.push(chunk);
    return { chunks, cache: cacheOf(response) };
  };
  const first = await read();
  const second = await read();

  expect(second.chunks).toEqual(first.chunks);
  expect(first.chunks.at(-1)?.usage?.total_tokens).toBeGreaterThan(0);
  expect([first.cache, second.cache?.split(";")[0]]).toEqual(["miss", "hit"]);
});

test("OpenAI's client gets kept embeddings without any policy", async () => {
  const ask = () =>
    openai.embeddings.create({ model: "text-embedding-3-small", input: "tides" }).withResponse();
  const first = await ask();
  const second = await ask();

  expect(second.data).toEqual(first.data);
  expect(cacheOf(second.response)).toContain("hit");
});

test("Anthropic's client gets the same message again, streamed and not", async () => {
  const ask = () => anthropic.messages.create(claude).withResponse();
  const first = await ask();
  const second = await ask();
  expect(second.data).toEqual(first.data);
  expect(cacheOf(second.response)).toContain("hit; tier=exact");

  const streamed = () => anthropic.messages.stream(claude).finalMessage();
  const stream = await streamed();
  expect(await streamed()).toEqual(stream);
});

test("what was kept is told, explained and forgotten over the management API", async () => {
  const ask = (content: string) =>
    openai.chat.completions
      .create({ ...gpt, messages: [{ role: "user", content }] })
      .withResponse();
  const { response } = await ask("When is the tide high?");
  const callId = response.headers.get("x-headgate-call-id") ?? "";
  await ledgeredAttempt(stack, callId);

  const stats = cacheStatsSchema.parse(await stack.api("/api/cache"));
  const explained = cacheExplanationSchema.parse(await stack.api(`/api/cache/calls/${callId}`));
  const purged = cachePurgedSchema.parse(
    await stack.api("/api/cache/purge", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ call_id: callId }),
    }),
  );

  expect(stats.entries).toBeGreaterThan(0);
  expect(explained.entry).toMatchObject({ call_id: callId, namespace: "default" });
  expect(purged).toEqual({ purged: 1 });
  expect(cacheOf((await ask("When is the tide high?")).response)).toBe("miss");
  const { rows } = savingsReport.parse(
    await stack.api(
      "/api/reports/savings?from=2020-01-01T00:00:00Z&to=2099-01-01T00:00:00Z&grain=month",
    ),
  );
  expect(rows[0]).toMatchObject({ lever: "exact-cache", unknown: 0 });
});
