import { expect, test } from "vitest";
import { memoryFile } from "../memory-file.fixture.ts";
import { fixtureFile, readAll, skipsIn } from "../source-files.fixture.ts";
import { totalsIn } from "../source-totals.fixture.ts";
import { cloudwatchBedrock } from "./source.ts";

const read = (name: string) => readAll(cloudwatchBedrock, fixtureFile("cloudwatch-bedrock", name));
const model = "anthropic.claude-sonnet-4-5-20250929-v1:0";

test("a metric stream's sums by model are sums of usage; those over all models are told", async () => {
  const found = await read("stream.jsonl");
  const totals = totalsIn(found);

  expect(totals.map(({ usage, requests }) => ({ ...usage, requests }))).toEqual([
    { input: 1000, requests: undefined },
    { output: 50, requests: undefined },
    { requests: 4 },
    { cache_read: 600, requests: undefined },
  ]);
  expect(totals[0]).toMatchObject({
    source: "cloudwatch_bedrock",
    start_ms: Date.parse("2026-11-02T00:00:00Z"),
    end_ms: Date.parse("2026-11-02T00:01:00Z"),
    provider: "bedrock",
    model,
    account: "111122223333",
    region: "us-east-1",
  });
  const skips = skipsIn(found);
  expect(skips.filter((one) => one === "stream.jsonl:5: rollup")).toHaveLength(1);
  expect(skips.filter((one) => one === "stream.jsonl:7: rollup")).toHaveLength(1);
  // Of each point the other statistics, and the latency, are no sums.
  expect(skips.filter((one) => one.endsWith("not_a_call"))).toHaveLength(7 * 3 + 1);
});

test("one metric of two accounts is two sums, wherever a query names its account", async () => {
  const MetricStat = {
    Metric: {
      Namespace: "AWS/Bedrock",
      MetricName: "InputTokenCount",
      Dimensions: [{ Name: "ModelId", Value: model }],
    },
    Period: 3600,
    Stat: "Sum",
  };
  const result = (Id: string, value: number) => ({
    Id,
    Timestamps: ["2026-11-02T00:00:00Z"],
    Values: [value],
  });
  const answer = {
    MetricDataQueries: [
      { Id: "a", AccountId: "111122223333", MetricStat },
      { Id: "b", AccountId: "444455556666", MetricStat },
      // Headgate's own form.
      { Id: "c", MetricStat: { ...MetricStat, AccountId: "777788889999" } },
    ],
    MetricDataResults: [result("a", 100), result("b", 20), result("c", 3)],
  };

  const totals = totalsIn(
    await readAll(cloudwatchBedrock, memoryFile("x.json", JSON.stringify(answer))),
  );

  expect(totals.map(({ account, usage }) => [account, usage.input])).toEqual([
    ["111122223333", 100],
    ["444455556666", 20],
    ["777788889999", 3],
  ]);
  expect(new Set(totals.map(({ total_id }) => total_id)).size).toBe(3);
});

test("answers of GetMetricData and GetMetricStatistics are read with what was asked", async () => {
  const data = await read("metric-data.json");
  expect(totalsIn(data)).toMatchObject([
    { start_ms: Date.parse("2026-11-02T01:00:00Z"), model, usage: { input: 300 } },
    {
      start_ms: Date.parse("2026-11-02T00:00:00Z"),
      end_ms: Date.parse("2026-11-02T01:00:00Z"),
      usage: { input: 1000 },
    },
  ]);
  expect(skipsIn(data)).toEqual([
    "metric-data.json:1 b: not_a_call",
    "metric-data.json:1 c: identity_missing",
  ]);
  const statistics = await read("statistics.json");
  expect(totalsIn(statistics)).toMatchObject([
    { model, region: "us-east-1", usage: { output: 50 } },
  ]);
  expect(skipsIn(statistics)).toEqual(["statistics.json:1 point 2: usage_unreadable"]);
});

test("one metric under both of its names is one sum", async () => {
  const line = (metric_name: string) =>
    JSON.stringify({
      metric_stream_name: "s",
      account_id: "111122223333",
      region: "us-east-1",
      namespace: "AWS/Bedrock",
      metric_name,
      dimensions: { ModelId: model },
      timestamp: Date.parse("2026-11-02T00:00:00Z"),
      value: { sum: 600 },
      unit: "Count",
    });
  const lines = [line("CacheReadInputTokens"), line("CacheReadInputTokenCount")].join("\n");

  const totals = totalsIn(await readAll(cloudwatchBedrock, memoryFile("x.jsonl", lines)));

  expect(totals).toHaveLength(2);
  expect(new Set(totals.map(({ total_id }) => total_id)).size).toBe(1);
});
