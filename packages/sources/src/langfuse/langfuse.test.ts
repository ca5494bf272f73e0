import { expect, test } from "vitest";
import { memoryFile } from "../memory-file.fixture.ts";
import { attemptsIn, fixtureFile, readAll, skipsIn, warningsIn } from "../source-files.fixture.ts";
import { langfuse } from "./source.ts";

const read = (name: string) => readAll(langfuse, fixtureFile("langfuse", name));

test("only calls with none below them count, and a parent that disagrees is told", async () => {
  const found = await read("trace.json");

  expect(attemptsIn(found).map(({ span_id }) => span_id?.slice(-1))).toEqual([
    "3",
    "5",
    "6",
    "7",
    "8",
    "9",
  ]);
  expect(skipsIn(found)).toEqual([
    "trace.json:1 observation 0000000000000002: parent_span",
    "trace.json:1 observation 0000000000000004: not_a_call",
    "trace.json:1 observation 0000000000000001: not_a_call",
  ]);
  expect(warningsIn(found)).toEqual([
    "A parent's tokens are not the sum of the calls below it; the calls count.",
  ]);
});

test("a call is a row with its trace's labels; costs are tags to compare with", async () => {
  const [call] = attemptsIn(await read("trace.json"));

  expect(call).toEqual({
    row_id: "langfuse:0000000000000003",
    call_id: "langfuse:0000000000000003",
    started_at_ms: Date.parse("2026-11-02T09:00:03.100Z"),
    duration_ms: 800,
    time_to_first_token_ms: 300,
    source: "langfuse",
    operation: "chat",
    provider: "openai",
    request_model: "gpt-4o-mini",
    trace_id: "0af7651916cd43dd8448eb211c80319c",
    span_id: "0000000000000003",
    outcome: "completed",
    usage: { input: 600, cache_read: 100, output: 200 },
    usage_origin: "provider",
    raw_usage: { input: 600, output: 200, input_cached_tokens: 100, total: 900 },
    attribution: { user: "u-1", session: "s-1", environment: "production" },
    tags: {
      "langfuse.total_cost": "0.0002175",
      "langfuse.project_id": "proj-1",
      "langfuse.trace_name": "answer",
      "langfuse.name": "chat.completion",
      "langfuse.release": "r1",
      "langfuse.tags": "blue",
    },
  });
});

test("usage details are disjoint, or parts of the whole where the total says so", async () => {
  const [, disjoint, parts, gap, none, embedding] = attemptsIn(await read("trace.json"));

  expect(disjoint).toMatchObject({
    usage: { input: 179, output: 35, reasoning: 64, input_audio: 0 },
    tags: { "langfuse.total_cost": "0.00024275", "langfuse.provided_cost": "0.0003" },
  });
  expect(disjoint?.usage_violations).toBeUndefined();
  expect(parts).toMatchObject({ usage: { input: 6, output: 951, reasoning: 1104 } });
  // What is missing is told, never made up.
  expect(gap).toMatchObject({
    usage: { input: 5, output: 845 },
    usage_violations: ["total 2023 ≠ 850 of the parts"],
  });
  expect(none).toMatchObject({ usage: {}, usage_origin: "none", outcome: "provider_error" });
  expect(embedding).toMatchObject({ operation: "embeddings", usage: { input: 12 } });
});

test("what is counted in another unit than tokens is kept, and is no tokens", async () => {
  const observation = (id: string, about: object) => ({
    id,
    traceId: "t",
    type: "GENERATION",
    startTime: "2026-11-02T09:00:00Z",
    ...about,
  });
  const data = [
    observation("1", { usage: { input: 1200, output: 0, total: 1200, unit: "CHARACTERS" } }),
    observation("2", { unit: "SECONDS", usageDetails: { input: 30 } }),
    observation("3", { usage: { input: 7, unit: "TOKENS" } }),
  ];

  const found = await readAll(langfuse, memoryFile("x.json", JSON.stringify({ data })));

  expect(attemptsIn(found)).toMatchObject([
    {
      usage: {},
      usage_origin: "none",
      raw_usage: { input: 1200, output: 0, total: 1200, unit: "CHARACTERS" },
      usage_violations: ["the usage is in CHARACTERS, which are no tokens"],
    },
    {
      usage: {},
      raw_usage: { input: 30, unit: "SECONDS" },
      usage_violations: ["the usage is in SECONDS, which are no tokens"],
    },
    { usage: { input: 7 }, usage_origin: "provider", raw_usage: { input: 7 } },
  ]);
});

test("JSON lines and CSV of observations give the same rows but for what their trace says", async () => {
  const usage = async (name: string) =>
    attemptsIn(await read(name)).map((row) => [row.row_id, row.usage, row.started_at_ms]);

  expect(await usage("observations.jsonl")).toEqual(await usage("trace.json"));
  expect(await usage("observations.csv")).toEqual(await usage("trace.json"));
});

test("exports of traces alone are told, and so are observations without id or time", async () => {
  expect(skipsIn(await read("traces.csv"))).toEqual(["traces.csv:2: rollup"]);
  const rows = [
    { traceId: "t", type: "GENERATION", startTime: "2026-11-02T09:00:00Z", usage: { input: 1 } },
    { id: "1", traceId: "t", type: "GENERATION", startTime: "?", usage: { input: 1 } },
  ];
  const content = JSON.stringify({ data: rows });

  expect(skipsIn(await readAll(langfuse, memoryFile("x.json", content)))).toEqual([
    "x.json:1 observation ?: identity_missing",
    "x.json:1 observation 1: time_unreadable",
  ]);
});
