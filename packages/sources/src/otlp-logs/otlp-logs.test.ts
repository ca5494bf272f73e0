import { expect, test } from "vitest";
import { memoryFile } from "../memory-file.fixture.ts";
import { attemptsIn, fixtureFile, readAll, skipsIn } from "../source-files.fixture.ts";
import { otlpLogs } from "./source.ts";

const read = (name: string) => readAll(otlpLogs, fixtureFile("otlp-logs", name));

test("an event of OpenTelemetry's conventions is a row with its span's ids, and without its prompt", async () => {
  const [attempt] = attemptsIn(await read("events.json"));

  expect(attempt).toMatchObject({
    row_id: "otlp_logs:0af7651916cd43dd8448eb211c80319c:0000000000000011",
    source: "otlp_logs",
    provider: "openai",
    response_model: "gpt-4o-mini-2024-07-18",
    response_id: "chatcmpl-constructed00000001",
    trace_id: "0af7651916cd43dd8448eb211c80319c",
    span_id: "0000000000000011",
    usage: { input: 1000, output: 100 },
    attribution: { project: "shop", environment: "production" },
  });
  expect(JSON.stringify(attempt)).not.toContain("prompt]");
});

test("Claude Code's requests are rows with Anthropic's counts; its cost is a tag, a failure is one", async () => {
  const [, request, failure, other] = attemptsIn(await read("events.json"));

  expect(request).toEqual({
    row_id: "otlp_logs:req_011constructed000000001",
    call_id: "otlp_logs:req_011constructed000000001",
    started_at_ms: Date.parse("2026-11-02T09:00:07.500Z"),
    duration_ms: 2500,
    source: "otlp_logs",
    operation: "chat",
    provider: "anthropic",
    request_model: "claude-sonnet-4-5-20250929",
    response_model: "claude-sonnet-4-5-20250929",
    provider_request_id: "req_011constructed000000001",
    outcome: "completed",
    usage_origin: "provider",
    usage: { input: 12, output: 340, cache_read: 20_000, cache_write: 1500 },
    raw_usage: {
      input_tokens: 12,
      output_tokens: 340,
      cache_read_input_tokens: 20_000,
      cache_creation_input_tokens: 1500,
    },
    attribution: { project: "claude-code", user: "u-1", session: "session-1" },
    tags: expect.objectContaining({
      "claude_code.cost_usd": "0.0123",
      query_source: "repl_main_thread",
    }),
  });
  expect(failure).toMatchObject({ outcome: "provider_error", status: 529, usage: {} });
  // Counts of older versions are text; a name of Bedrock's is Bedrock's.
  expect(other).toMatchObject({ provider: "bedrock", usage: { input: 7, output: 9 } });
});

test("a completed answer of Codex is a row, with what was cached and thought taken out of its totals", async () => {
  const attempts = attemptsIn(await read("events.json"));

  expect(attempts).toHaveLength(5);
  expect(attempts[4]).toMatchObject({
    row_id: expect.stringMatching(/^otlp_logs:[0-9a-f]{32}$/),
    started_at_ms: Date.parse("2026-11-02T09:00:20.500Z"),
    provider: "openai",
    request_model: "gpt-5-codex",
    usage: { input: 300, cache_read: 2000, output: 40, reasoning: 30 },
    attribution: { session: "conversation-1" },
  });
});

test("what is left out is told: other events, parts of an answer, a request without tokens", async () => {
  expect(skipsIn(await read("events.json")).map((skip) => skip.split(": ").at(-1))).toEqual([
    "not_a_call",
    "not_a_call",
    "usage_unreadable",
    "not_a_call",
    "not_a_call",
  ]);
});

test("the same payload in JSON and in protobuf gives the same rows, and again the same ids", async () => {
  const json = await read("events.json");
  const protobuf = await read("events.binpb");
  const lines = await readAll(
    otlpLogs,
    memoryFile("again.jsonl", Buffer.from(JSON.stringify({ resourceLogs: [] })), 100),
  );

  expect(attemptsIn(protobuf)).toEqual(attemptsIn(json));
  expect(skipsIn(protobuf)).toHaveLength(skipsIn(json).length);
  expect(lines).toEqual([]);
});
