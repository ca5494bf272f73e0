import { expect, test } from "vitest";
import { memoryFile } from "../memory-file.fixture.ts";
import { attemptsIn, fixtureFile, readAll, skipsIn, warningsIn } from "../source-files.fixture.ts";
import { otlp } from "./source.ts";

const read = (name: string) => readAll(otlp, fixtureFile("otlp", name));

test("a call's span is a row; agents, tools and HTTP around it are not", async () => {
  const found = await read("traces.json");

  expect(attemptsIn(found)).toEqual([
    {
      row_id: "otlp:0af7651916cd43dd8448eb211c80319c:0000000000000011",
      call_id: "otlp:0af7651916cd43dd8448eb211c80319c:0000000000000011",
      started_at_ms: Date.parse("2026-11-02T09:00:00.100Z"),
      duration_ms: 1500,
      source: "otlp",
      operation: "chat",
      provider: "openai",
      request_model: "gpt-4o-mini",
      response_model: "gpt-4o-mini-2024-07-18",
      response_id: "chatcmpl-constructed00000001",
      trace_id: "0af7651916cd43dd8448eb211c80319c",
      span_id: "0000000000000011",
      service_tier: "default",
      outcome: "completed",
      usage: { input: 400, cache_read: 600, output: 60, reasoning: 40 },
      usage_origin: "provider",
      raw_usage: {
        "gen_ai.usage.input_tokens": 1000,
        "gen_ai.usage.cache_read.input_tokens": 600,
        "gen_ai.usage.output_tokens": 100,
        "gen_ai.usage.reasoning.output_tokens": 40,
      },
      attribution: {
        environment: "production",
        project: "shop",
        user: "u-1",
        session: "conv-1",
      },
      tags: {
        "service.name": "shop",
        "cloud.account.id": "111122223333",
        "otel.scope.name": "opentelemetry.instrumentation.openai_v2",
        "otel.scope.version": "2.1b0",
      },
    },
  ]);
  expect([...skipsIn(found)].sort()).toEqual([
    "traces.json:1 span 0000000000000010: parent_span",
    "traces.json:1 span 0000000000000012: not_a_call",
    "traces.json:1 span 0000000000000013: not_a_call",
  ]);
  expect(warningsIn(found)).toEqual([
    "A parent's tokens are not the sum of the calls below it; the calls count.",
  ]);
});

test("JSON and protobuf of one payload give the same row, alone and with lengths", async () => {
  const json = attemptsIn(await read("traces.json"));

  expect(attemptsIn(await read("traces.binpb"))).toEqual(json);
  expect(attemptsIn(await read("collector.binpb")).slice(0, 1)).toEqual(json);
});

test("OpenLLMetry's deprecated names: the cache is within the prompt, and properties are labels", async () => {
  const [claude] = attemptsIn(await read("collector.jsonl"));

  expect(claude).toMatchObject({
    provider: "anthropic",
    usage: { input: 100, cache_read: 1000, cache_write: 200, output: 20 },
    attribution: { customer: "c-7", project: "assistant" },
    tags: { plan: "pro" },
  });
  expect(claude?.usage_violations).toBeUndefined();
});

test("more cached tokens than input are beside it; fewer are doubtful when nobody says", async () => {
  const [, beside, doubtful] = attemptsIn(await read("collector.jsonl"));

  expect(beside).toMatchObject({ usage: { input: 30, cache_read: 2000, output: 5 } });
  expect(beside?.usage_violations).toBeUndefined();
  expect(doubtful).toMatchObject({
    usage: { input: 1000, cache_read: 2000 },
    usage_violations: ["it is not stated whether input tokens include those of the cache"],
  });
});

test("two writers of one call are one row, and where they disagree it is told", async () => {
  const found = await read("collector.jsonl");
  const inner = attemptsIn(found).filter(({ trace_id }) => trace_id?.startsWith("2af"));
  const nested = attemptsIn(found).filter(({ trace_id }) => trace_id?.startsWith("3af"));

  expect(inner).toHaveLength(2);
  expect(nested).toMatchObject([
    { span_id: "0000000000000044", usage: { input: 500, output: 50 }, provider: "openai" },
  ]);
  expect(skipsIn(found)).toContain("collector.jsonl:3 span 0000000000000042: parent_span");
  expect(warningsIn(found)).toContain(
    "A parent's tokens are not the sum of the calls below it; the calls count.",
  );
});

test("a failure, an SDK's step, an embedding and a log record are told apart", async () => {
  const found = await read("collector.jsonl");
  const rows = attemptsIn(found).filter(({ trace_id }) => trace_id?.startsWith("4af"));

  expect(rows).toMatchObject([
    { provider: "azure", outcome: "provider_error", status: 429, usage_origin: "none", usage: {} },
    { provider: "openai", response_id: "resp_constructed000000000001" },
    { operation: "embeddings", usage: { input: 77 } },
  ]);
  expect(skipsIn(found)).toContain("collector.jsonl:5 span 0000000000000052: parent_span");
  expect(skipsIn(found)).toContain("collector.jsonl:6: not_a_call");
  expect(warningsIn(found)).toContain(
    "Spans are a sample (tracestate th): sums over them are less than what was used.",
  );
});

test("the AI SDK's own counts of the cache are read beside the convention's", async () => {
  const attributes = Object.entries({
    "ai.operationId": "ai.streamText.doStream",
    "gen_ai.system": "openai.responses",
    "gen_ai.request.model": "gpt-4o",
    "gen_ai.usage.input_tokens": 10_000,
    "gen_ai.usage.output_tokens": 500,
    "ai.usage.cachedInputTokens": 9000,
  }).map(([key, value]) => ({
    key,
    value: typeof value === "string" ? { stringValue: value } : { intValue: String(value) },
  }));
  const span = {
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "0000000000000011",
    startTimeUnixNano: "1793610000000000000",
    attributes,
  };
  const payload = { resourceSpans: [{ scopeSpans: [{ scope: { name: "ai" }, spans: [span] }] }] };

  const found = await readAll(otlp, memoryFile("x.json", JSON.stringify(payload)));

  expect(attemptsIn(found)).toMatchObject([
    { provider: "openai", usage: { input: 1000, cache_read: 9000, output: 500 } },
  ]);
  expect(attemptsIn(found)[0]?.usage_violations).toBeUndefined();
});

test("OpenInference's own attributes are read where no other writer is below", async () => {
  const lines = Buffer.concat(await all(fixtureFile("otlp", "collector.jsonl").open()))
    .toString()
    .split("\n");
  const found = await readAll(otlp, memoryFile("x.jsonl", lines[2] ?? ""));

  expect(attemptsIn(found)).toMatchObject([
    {
      provider: "openai",
      request_model: "gpt-4o-mini",
      usage: { input: 400, cache_read: 100, output: 60 },
      attribution: { session: "s-9" },
      tags: { ticket: "T-1", tags: "blue,green", "otlp.cost_usd": "0.000111" },
    },
  ]);
});

test("a span without ids or time is told, and so is a file that is no protobuf", async () => {
  const attributes = [{ key: "gen_ai.operation.name", value: { stringValue: "chat" } }];
  const spans = [
    { attributes },
    { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "0000000000000011", attributes },
  ];
  const payload = { resourceSpans: [{ scopeSpans: [{ spans }] }] };

  expect(skipsIn(await readAll(otlp, memoryFile("x.json", JSON.stringify(payload))))).toEqual([
    "x.json:1: identity_missing",
    "x.json:1 span 0000000000000011: time_unreadable",
  ]);
  expect(skipsIn(await readAll(otlp, memoryFile("x.binpb", Uint8Array.of(0x0a, 0x05, 1))))).toEqual(
    ["x.binpb:1: row_malformed"],
  );
});

async function all(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const whole: Uint8Array[] = [];
  for await (const piece of pieces) whole.push(piece);
  return whole;
}

test("a start beyond all calendars is no time", async () => {
  const span = {
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "0000000000000011",
    startTimeUnixNano: 1e30,
    attributes: [{ key: "gen_ai.operation.name", value: { stringValue: "chat" } }],
  };
  const payload = { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] };

  expect(skipsIn(await readAll(otlp, memoryFile("x.json", JSON.stringify(payload))))).toEqual([
    "x.json:1 span 0000000000000011: time_unreadable",
  ]);
});
