import { expect, test } from "vitest";
import { memoryFile } from "../memory-file.fixture.ts";
import { fixtureFile, readAll, skipsIn } from "../source-files.fixture.ts";
import { totalsIn } from "../source-totals.fixture.ts";
import { anthropicUsageReport } from "./source.ts";

const read = (name: string) =>
  readAll(anthropicUsageReport, fixtureFile("anthropic-usage-report", name));
const usage = {
  input: 1500,
  cache_read: 200,
  cache_write_5m: 500,
  cache_write_1h: 1000,
  output: 500,
  web_searches: 10,
};

test("a result is a sum of its dimensions; a null key or workspace is absent", async () => {
  const totals = totalsIn(await read("report.json"));

  expect(totals).toHaveLength(3);
  expect(totals[0]).toMatchObject({
    source: "anthropic_usage_report",
    start_ms: Date.parse("2026-11-02T00:00:00Z"),
    end_ms: Date.parse("2026-11-03T00:00:00Z"),
    provider: "anthropic",
    project: "wrkspc_1",
    key: "apikey_1",
    model: "claude-sonnet-4-5-20250929",
    service_tier: "standard",
    region: "global",
    usage,
  });
  expect(totals[1]).toMatchObject({ service_tier: "batch" });
  expect([totals[1]?.key, totals[1]?.project, totals[1]?.region]).toEqual(Array(3).fill(undefined));
  expect(totals[2]).toMatchObject({ service_tier: "fast", region: "us" });
  expect(new Set(totals.map(({ total_id }) => total_id)).size).toBe(3);
});

test("the console's tokens are the same counts, of older and newer columns", async () => {
  const newer = await read("tokens.csv");

  expect(totalsIn(newer)).toMatchObject([{ usage, key: "backend", project: "Default" }]);
  expect(skipsIn(newer)).toEqual(["tokens.csv:3: usage_unreadable"]);
  expect(totalsIn(await read("tokens-older.csv"))).toMatchObject([{ usage }]);
});

test("fast calls of two tiers are two sums", async () => {
  const results = ["standard", "priority"].map((service_tier) => ({
    uncached_input_tokens: 10,
    output_tokens: 1,
    model: "claude-opus-4-6",
    speed: "fast",
    service_tier,
  }));
  const bucket = {
    starting_at: "2026-11-02T00:00:00Z",
    ending_at: "2026-11-03T00:00:00Z",
    results,
  };

  const totals = totalsIn(
    await readAll(anthropicUsageReport, memoryFile("x.json", JSON.stringify(bucket))),
  );

  expect(new Set(totals.map(({ total_id }) => total_id)).size).toBe(2);
});
