import { expect, test } from "vitest";
import { memoryFile } from "../memory-file.fixture.ts";
import { fixtureFile, readAll, skipsIn, warningsIn } from "../source-files.fixture.ts";
import { linesIn } from "../source-lines.fixture.ts";
import { anthropicCostReport } from "./source.ts";

const read = (name: string) =>
  readAll(anthropicCostReport, fixtureFile("anthropic-cost-report", name));

test("amounts are cents as text, and become dollars to the last digit", async () => {
  const found = await read("report.json");
  const [input, write, search, code] = linesIn(found);

  expect(input).toMatchObject({
    source: "anthropic_cost_report",
    statement: "anthropic_cost_report::2026-11-02",
    sub_account_id: "wrkspc_1",
    billed_cost: "1.2345",
    effective_cost: "1.2345",
    billing_currency: "USD",
    category: "inference",
    model: "claude-sonnet-4-5",
    component: "input",
    service_tier: "standard",
    tags: { context_window: "0-200k", inference_geo: "global" },
  });
  expect(write).toMatchObject({ billed_cost: "0.00000000001", component: "cache_write_1h" });
  expect(search).toMatchObject({ billed_cost: "0.1", component: "web_searches" });
  expect(code).toMatchObject({ billed_cost: "0.05", category: "other_ai" });
  expect(code?.component).toBeUndefined();
  expect(skipsIn(found)).toEqual([
    "report.json:1 bucket 1 result 5: amount_unreadable",
    "report.json:1 bucket 1 result 6: currency_missing",
  ]);
  expect(warningsIn(found)).toEqual(["The last page says that more pages follow."]);
});

test("the console's costs are dollars, by the first columns and by the newest", async () => {
  expect(linesIn(await read("costs-first.csv"))).toMatchObject([
    { billed_cost: "1.23", model: "claude-sonnet-4-5", component: "input" },
    { billed_cost: "0.00", component: "output" },
  ]);
  const newest = await read("costs-newest.csv");

  expect(linesIn(newest)).toMatchObject([
    {
      billed_cost: "0.61",
      list_cost: "0.70",
      component: "cache_read",
      service_tier: "batch",
      tags: { api_key: "apikey_1", context_window: "≤ 200k", cost_type: "tokens" },
    },
  ]);
  expect(warningsIn(newest)).toEqual(["The CSV has columns that are not read: new_thing."]);
});

test("a bucket that goes on on the next page is added, and a page that stands twice counts once", async () => {
  const page = (amount: string, has_more: boolean) =>
    JSON.stringify({
      data: [
        {
          starting_at: "2026-11-02T00:00:00Z",
          ending_at: "2026-11-03T00:00:00Z",
          results: [{ amount, currency: "USD", cost_type: "tokens", model: "claude-sonnet-4-5" }],
        },
      ],
      has_more,
    });
  const pages = [page("100", true), page("250", true), page("250", false)].join("\n");

  const found = await readAll(anthropicCostReport, memoryFile("pages.jsonl", pages));

  const lines = linesIn(found);
  expect(lines.map((line) => line.billed_cost)).toEqual(["1", "2.5"]);
  expect(new Set(lines.map((line) => line.line_id)).size).toBe(2);
  expect(skipsIn(found)).toEqual(["pages.jsonl:3 bucket 1: rollup"]);
});

test("a later answer in a file restates the day that it has grown since", async () => {
  const answer = (amount: string) =>
    JSON.stringify({
      data: [
        {
          starting_at: "2026-11-02T00:00:00Z",
          ending_at: "2026-11-03T00:00:00Z",
          results: [{ amount, currency: "USD", cost_type: "tokens", model: "claude-sonnet-4-5" }],
        },
      ],
      has_more: false,
    });

  const found = await readAll(
    anthropicCostReport,
    memoryFile("days.jsonl", [answer("100"), answer("250")].join("\n")),
  );

  expect(new Set(linesIn(found).map((line) => line.line_id)).size).toBe(1);
  expect(linesIn(found).at(-1)?.billed_cost).toBe("2.5");
  expect(warningsIn(found)).toEqual([
    "A day stands in several answers of the file: lines that are alike count once, by the last answer.",
  ]);
});

test.each([
  ["1", "row_cut_short"],
  ["12.3", "row_cut_short"],
  ["", "row_cut_short"],
])("a last row whose amount is cut to «%s» is told, not booked", async (amount, reason) => {
  const head = "usage_date_utc,model,workspace,api_key,usage_type,token_type,cost_usd";
  const row = "2026-11-02,Claude Sonnet 4.5,Default,backend,standard,output,";

  const found = await readAll(
    anthropicCostReport,
    memoryFile("costs.csv", `${head}\n${row}1.00\n${row}${amount}`),
  );

  expect(linesIn(found).map((line) => line.billed_cost)).toEqual(["1.00"]);
  expect(skipsIn(found)).toEqual([`costs.csv:3: ${reason}`]);
});
