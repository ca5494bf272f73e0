import { expect, test } from "vitest";
import { memoryFile } from "../memory-file.fixture.ts";
import type { Found } from "../source.ts";
import { attemptsIn, fixtureFile, readAll, skipsIn, warningsIn } from "../source-files.fixture.ts";
import { helicone } from "./source.ts";

const read = (name: string): Promise<readonly Found[]> =>
  readAll(helicone, fixtureFile("helicone", name));

test("a request is a row, with its properties and Helicone's cost as tags", async () => {
  const [request] = attemptsIn(await read("export.jsonl"));

  expect(request).toMatchObject({
    row_id: "helicone:11111111-0000-4000-8000-000000000001",
    provider: "openai",
    request_model: "gpt-4o-mini",
    response_model: "gpt-4o-mini-2024-07-18",
    started_at_ms: Date.parse("2026-11-02T09:00:00Z"),
    duration_ms: 1500,
    time_to_first_token_ms: 400,
    outcome: "completed",
    status: 200,
    usage: { input: 40, output: 15, reasoning: 5 },
    attribution: { session: "sess-1", user: "user-7" },
    tags: { appname: "shop", "helicone.cost_usd": "0.0000105", "helicone.country": "CH" },
  });
});

test("where the body was exported the provider's own usage is read", async () => {
  const [, claude] = attemptsIn(await read("export.jsonl"));

  expect(claude).toMatchObject({
    provider: "anthropic",
    response_id: "msg_01ConstructedHelicone00001",
    usage: { input: 10, output: 7, cache_read: 500, cache_write_1h: 100 },
  });
  expect(claude?.usage_violations).toBeUndefined();
});

test("a cache's answer used nothing, a failure stated nothing, and a doubtful prompt says so", async () => {
  const [, , hit, failure, doubtful, cancelled] = attemptsIn(await read("export.jsonl"));

  expect(hit).toMatchObject({
    usage: { input: 0, output: 0 },
    raw_usage: { prompt_tokens: 40 },
    tags: { "helicone.cache_hit": "true", "helicone.cost_usd": "0" },
  });
  expect(failure).toMatchObject({
    outcome: "provider_error",
    status: 500,
    usage_origin: "none",
    usage: {},
  });
  expect(doubtful?.usage_violations).toEqual([
    "it is not stated whether prompt_tokens include prompt_cache_read_tokens",
  ]);
  expect(cancelled).toMatchObject({ outcome: "interrupted", usage_origin: "none" });
  expect(cancelled?.status).toBeUndefined();
});

test("an answer out of the cache is no row of the call that was answered first", async () => {
  const answered = {
    request_id: "22222222-0000-4000-8000-000000000001",
    response_id: "11111111-0000-4000-8000-000000000001",
    request_created_at: "2026-11-02T09:00:00Z",
    response_model: "gpt-4o-mini-2024-07-18",
    provider: "OPENAI",
    response_body: {
      id: "chatcmpl-constructed00000001",
      usage: { prompt_tokens: 40, completion_tokens: 20 },
    },
  };
  const hit = {
    ...answered,
    request_id: "22222222-0000-4000-8000-000000000002",
    response_id: "11111111-0000-4000-8000-000000000002",
    cache_reference_id: answered.request_id,
  };

  const found = await readAll(
    helicone,
    memoryFile("x.jsonl", [answered, hit].map((row) => JSON.stringify(row)).join("\n")),
  );

  expect(attemptsIn(found).map(({ response_id, usage }) => [response_id, usage])).toEqual([
    ["chatcmpl-constructed00000001", { input: 40, output: 20 }],
    [undefined, { input: 0, output: 0 }],
  ]);
  expect(warningsIn(found)).toEqual([]);
});

test("ClickHouse's costs are whole numbers of 1e-9 dollars", async () => {
  const [clickhouse] = attemptsIn(await read("clickhouse.jsonl"));
  const [table] = attemptsIn(await read("export.csv"));
  const [api] = attemptsIn(await read("export.json"));

  expect([clickhouse, table, api].map((attempt) => attempt?.tags["helicone.cost_usd"])).toEqual([
    "0.0000105",
    "0.0000105",
    "0.0000105",
  ]);
  expect(clickhouse).toMatchObject({
    row_id: api?.row_id,
    usage: api?.usage,
    attribution: { organisation: "33333333-0000-4000-8000-000000000001" },
  });
});

test("the tool's CSV has no request id and no provider: the answer's id and the model tell", async () => {
  expect(attemptsIn(await read("export.csv"))).toMatchObject([
    {
      row_id: "helicone:11111111-0000-4000-8000-000000000001",
      provider: "openai",
      response_model: "gpt-4o-mini-2024-07-18",
      usage: { input: 40, output: 20 },
      tags: { appname: "shop" },
    },
  ]);
});

test("a request is one row from whichever export it comes, and what the CSV cannot tell is said", async () => {
  const found = await read("export.csv");
  const [table] = attemptsIn(found);
  const [lines] = attemptsIn(await read("export.jsonl"));

  expect(table?.row_id).toBe(lines?.row_id);
  expect(warningsIn(found)).toEqual([expect.stringContaining("Helicone's id of the answer alone")]);
});

test("rows without an id or a time are skips", async () => {
  const row = { request_id: "r", response_id: null, request_created_at: "2026-11-02T09:00:00Z" };
  const content = [
    { ...row, request_id: null },
    { ...row, request_created_at: null },
    { ...row, costUSD: 1e-7 },
  ];

  const found = await readAll(
    helicone,
    memoryFile("x.jsonl", content.map((line) => JSON.stringify(line)).join("\n")),
  );

  expect(skipsIn(found)).toEqual(["x.jsonl:1: identity_missing", "x.jsonl:2: time_unreadable"]);
  expect(attemptsIn(found)).toMatchObject([
    { provider: "unknown", tags: { "helicone.cost_usd": "0.0000001" } },
  ]);
});

test("an answer of Anthropic's that the United States alone served has that region", async () => {
  const usage = { input_tokens: 9, output_tokens: 1, inference_geo: "us" };
  const row = {
    request_id: "r",
    request_created_at: "2026-11-02T09:00:00Z",
    response_model: "claude-opus-4-8",
    response_body: { id: "msg_1", usage },
  };
  const content = [
    { ...row, provider: "ANTHROPIC" },
    { ...row, request_id: "s", provider: "AWS" },
  ];

  const found = await readAll(
    helicone,
    memoryFile("x.jsonl", content.map((line) => JSON.stringify(line)).join("\n")),
  );

  expect(attemptsIn(found).map(({ provider, region }) => [provider, region])).toEqual([
    ["anthropic", "us"],
    ["bedrock", undefined],
  ]);
});

test("what was used beside the answer is in its row, piece by piece", async () => {
  const usage = {
    input_tokens: 2400,
    output_tokens: 130,
    iterations: [
      { type: "message", input_tokens: 1100, output_tokens: 90 },
      { type: "advisor_message", model: "claude-opus-4-8", input_tokens: 2600, output_tokens: 700 },
      { type: "message", input_tokens: 1300, output_tokens: 40 },
    ],
  };
  const row = {
    request_id: "r",
    request_created_at: "2026-11-02T09:00:00Z",
    provider: "ANTHROPIC",
    response_model: "claude-sonnet-4-6",
    response_body: { id: "msg_1", model: "claude-sonnet-4-6", usage },
  };

  const found = await readAll(helicone, memoryFile("x.jsonl", JSON.stringify(row)));

  expect(attemptsIn(found)).toMatchObject([
    {
      usage: { input: 1300, output: 40 },
      other_usage: [
        { model: "claude-sonnet-4-6", usage: { input: 1100, output: 90 } },
        { model: "claude-opus-4-8", usage: { input: 2600, output: 700 } },
      ],
    },
  ]);
});
