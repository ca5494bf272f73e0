import { expect, test } from "vitest";
import { memoryFile } from "../memory-file.fixture.ts";
import type { Found } from "../source.ts";
import { attemptsIn, fixtureFile, readAll, skipsIn, warningsIn } from "../source-files.fixture.ts";
import { litellm } from "./source.ts";

const read = (name: string): Promise<readonly Found[]> =>
  readAll(litellm, fixtureFile("litellm", name));

test("a request is a row with its provider's usage, by the details where they were kept", async () => {
  const [chat, claude] = attemptsIn(await read("spend-logs.jsonl"));

  expect(chat).toMatchObject({
    row_id: "litellm:chatcmpl-constructed00000001",
    response_id: "chatcmpl-constructed00000001",
    provider: "openai",
    request_model: "small",
    sent_model: "gpt-4o-mini",
    started_at_ms: Date.parse("2026-11-02T09:00:00Z"),
    duration_ms: 1500,
    time_to_first_token_ms: 400,
    outcome: "completed",
    usage: { input: 400, cache_read: 600, output: 50 },
  });
  expect(claude).toMatchObject({
    provider: "anthropic",
    usage: { input: 100, cache_read: 700, cache_write_5m: 200, cache_write_1h: 0, output: 10 },
  });
  expect(claude?.usage_violations).toBeUndefined();
  expect(claude?.time_to_first_token_ms).toBeUndefined();
});

test("keys, teams, users and tags become labels and tags; the spend is a tag to compare with", async () => {
  const [chat, claude] = attemptsIn(await read("spend-logs.jsonl"));

  expect(chat).toMatchObject({
    key_id: "88dc28d0constructed",
    attribution: {
      organisation: "org-1",
      team: "Shop",
      customer: "customer-9",
      user: "dev-1",
      session: "sess-1",
    },
    tags: {
      "litellm.spend": "0.000105",
      "litellm.key_alias": "shop-backend",
      "litellm.request_tags": "prod",
      feature: "search",
    },
  });
  expect(claude?.tags).toMatchObject({ "litellm.spend": "0.000015", ticket: "T-1" });
});

test("an answer out of LiteLLM's cache used nothing at the provider", async () => {
  const [, , hit] = attemptsIn(await read("spend-logs.jsonl"));

  expect(hit).toMatchObject({
    usage: { input: 0, output: 0 },
    usage_origin: "provider",
    raw_usage: { prompt_tokens: 1000, completion_tokens: 50 },
    tags: { "litellm.cache_hit": "true", "litellm.spend": "0.0" },
  });
  expect(hit?.response_id).toBeUndefined();
});

test("failures, embeddings, batches and calls without counts are told apart", async () => {
  const found = await read("spend-logs.jsonl");

  expect(attemptsIn(found).slice(3)).toMatchObject([
    { outcome: "provider_error", status: 429, usage_origin: "none", usage: {} },
    { operation: "embeddings", usage: { input: 10, output: 0 } },
    { service_tier: "batch", usage: { input: 20, output: 10 } },
    // Passed through: LiteLLM counted nothing, which is not 0. The provider is the model's.
    { provider: "bedrock", usage_origin: "none", usage: {} },
  ]);
  expect(skipsIn(found)).toEqual(["spend-logs.jsonl:6: not_a_call"]);
});

test("CSV, a list and lines of the same rows give the same rows", async () => {
  const lines = attemptsIn(await read("spend-logs.jsonl"));

  expect(attemptsIn(await read("spend-logs.csv"))).toEqual(lines);
  expect(attemptsIn(await read("spend-logs.json"))).toEqual(lines.slice(0, 2));
});

test("a logger's payload is the same request in other words", async () => {
  expect(attemptsIn(await read("logger-payload.json"))).toMatchObject([
    {
      row_id: "litellm:chatcmpl-constructed00000009",
      started_at_ms: 1_793_610_000_683,
      usage: { input: 9, output: 12 },
      attribution: { team: "Shop" },
      tags: { "litellm.spend": "0.000037500000000000003" },
    },
  ]);
});

test("a day's sums are told, not added", async () => {
  expect(skipsIn(await read("daily-team-spend.csv"))).toEqual(["daily-team-spend.csv:2: rollup"]);
});

test("rows without an id or a time, and counts that contradict, are told", async () => {
  const row = {
    request_id: "r",
    call_type: "acompletion",
    spend: 0,
    prompt_tokens: 5,
    completion_tokens: 1,
    startTime: "2026-11-02 09:00:00",
    model: "nobody's-model",
  };
  const content = [
    { ...row, request_id: "" },
    { ...row, startTime: "?" },
    {
      ...row,
      metadata: { usage_object: { prompt_tokens: 6, completion_tokens: 1, total_tokens: 7 } },
    },
  ];

  const found = await readAll(
    litellm,
    memoryFile("x.json", content.map((line) => JSON.stringify(line)).join("\n")),
  );

  expect(skipsIn(found)).toEqual(["x.json:1: identity_missing", "x.json:2: time_unreadable"]);
  expect(attemptsIn(found)).toMatchObject([
    {
      provider: "unknown",
      usage: { input: 6, output: 1 },
      usage_violations: ["prompt_tokens 5 ≠ 6 of the usage object"],
    },
  ]);
});

const rowOf = (more: object) =>
  JSON.stringify({
    request_id: "chatcmpl-constructed00000099",
    call_type: "acompletion",
    startTime: "2026-11-02T09:00:00Z",
    endTime: "2026-11-02T09:00:01Z",
    spend: 0.01,
    model: "gpt-4o-mini",
    custom_llm_provider: "openai",
    prompt_tokens: 1200,
    completion_tokens: 300,
    total_tokens: 1500,
    ...more,
  });
const one = async (more: object) => readAll(litellm, memoryFile("x.jsonl", rowOf(more)));

test.each<[string, string, object]>([
  ["an empty usage object", "{}", { input: 1200, output: 300 }],
  ["one of nothing", '{"prompt_tokens":0,"completion_tokens":0}', { input: 1200, output: 300 }],
  [
    "one in the form of responses",
    '{"input_tokens":1200,"output_tokens":300,"total_tokens":1500,"input_tokens_details":{"cached_tokens":200}}',
    { input: 1000, cache_read: 200, output: 300 },
  ],
  [
    "one whose counts are floats",
    '{"prompt_tokens":1200.0,"completion_tokens":300.0,"total_tokens":1500.0,"prompt_tokens_details":{"cached_tokens":200.0}}',
    { input: 1000, cache_read: 200, output: 300 },
  ],
])("with %s a call's tokens are still known", async (_, usage, expected) => {
  const row = rowOf({}).replace(/}$/, `,"metadata":{"usage_object":${usage}}}`);

  const [attempt] = attemptsIn(await readAll(litellm, memoryFile("x.jsonl", row)));

  expect(attempt).toMatchObject({ usage: expected, usage_origin: "provider" });
  expect(attempt?.usage_violations).toBeUndefined();
});

test("requests about a batch are no calls, and one that has the whole batch's tokens says so", async () => {
  const none = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };
  for (const call_type of ["acreate_batch", "aretrieve_batch"]) {
    expect(skipsIn(await one({ call_type, ...none }))).toEqual(["x.jsonl:1: not_a_call"]);
  }

  const whole = await one({ call_type: "aretrieve_batch" });
  expect(attemptsIn(whole)).toMatchObject([{ service_tier: "batch", usage: { input: 1200 } }]);
  expect(warningsIn(whole)).toHaveLength(1);
});
