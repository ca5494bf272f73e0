import { expect, test } from "vitest";
import { memoryFile } from "../memory-file.fixture.ts";
import { fixtureFile, readAll, skipsIn, warningsIn } from "../source-files.fixture.ts";
import { totalsIn } from "../source-totals.fixture.ts";
import { openaiUsage } from "./source.ts";

const read = (name: string) => readAll(openaiUsage, fixtureFile("openai-usage", name));

test("each result is a sum of its dimensions; what was not grouped by is absent", async () => {
  const totals = totalsIn(await read("pages.json"));

  expect(totals.map(({ usage }) => usage)).toEqual([
    { input: 400, cache_read: 600, output: 50, input_audio: 0, output_audio: 0 },
    { input: 200, cache_read: 0, output: 20, input_audio: 0, output_audio: 0 },
    // The audio is among the uncached tokens.
    {
      input: 250,
      cache_read: 600,
      cache_write: 100,
      input_audio: 50,
      output: 80,
      output_audio: 10,
    },
    { input: 77 },
    { seconds: 61 },
  ]);
  expect(totals[0]).toMatchObject({
    source: "openai_usage",
    start_ms: Date.parse("2026-11-02T00:00:00Z"),
    end_ms: Date.parse("2026-11-03T00:00:00Z"),
    provider: "openai",
    project: "proj_1",
    model: "gpt-4o-mini-2024-07-18",
    service_tier: "default",
    requests: 3,
  });
  expect(totals[1]).toMatchObject({ service_tier: "batch" });
  expect(totals[0]?.key).toBeUndefined();
  expect(new Set(totals.map(({ total_id }) => total_id)).size).toBe(5);
});

test("pages behind each other are one; an end that says more follow is told", async () => {
  expect(warningsIn(await read("pages.json"))).toEqual([
    "The last page says that more pages follow.",
  ]);
  const both = await read("pages.jsonl");

  expect(totalsIn(both)).toHaveLength(6);
  expect(warningsIn(both)).toEqual(["input_tokens 5 are less than those of the cache 9"]);
  expect(skipsIn(both)).toEqual(["pages.jsonl:1 bucket 3 result 2: not_a_call"]);
});

test("an error that was saved in a page's place is told", async () => {
  const pages = [
    { object: "page", data: [], has_more: false },
    { error: { message: "(quoted text)", type: "server_error" } },
  ];
  const content = pages.map((page) => `${JSON.stringify(page)}\n`).join("");
  const found = await readAll(openaiUsage, memoryFile("pages.jsonl", content));

  expect(skipsIn(found)).toEqual(["pages.jsonl:2: row_malformed"]);
  expect(JSON.stringify(found)).not.toContain("quoted text");
});
