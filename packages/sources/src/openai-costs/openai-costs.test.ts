import { expect, test } from "vitest";
import { memoryFile } from "../memory-file.fixture.ts";
import { fixtureFile, readAll, skipsIn, warningsIn } from "../source-files.fixture.ts";
import { linesIn, pick } from "../source-lines.fixture.ts";
import { openaiCosts } from "./source.ts";

const read = (name: string) => readAll(openaiCosts, fixtureFile("openai-costs", name));

test("an amount keeps every digit, with both ways of naming what it is for", async () => {
  const [nano, gpt4o, batch, ...credits] = linesIn(await read("costs.json"));

  expect(nano).toMatchObject({
    source: "openai_costs",
    statement: "openai_costs:org-1:2026-11-02",
    billing_account_id: "org-1",
    sub_account_id: "proj_1",
    billing_period_start_ms: Date.parse("2026-11-01T00:00:00Z"),
    billing_period_end_ms: Date.parse("2026-12-01T00:00:00Z"),
    charge_period_start_ms: Date.parse("2026-11-02T00:00:00Z"),
    charge_period_end_ms: Date.parse("2026-11-03T00:00:00Z"),
    charge_description: "gpt-5-nano, input_tokens",
    billing_currency: "USD",
    billed_cost: "0.003835980000000000000000000000",
    category: "inference",
    model: "gpt-5-nano",
    component: "input",
    component_quantity: "76719.6",
  });
  expect(gpt4o).toMatchObject({
    billed_cost: "0.000125",
    model: "gpt-4o",
    component: "input",
    component_quantity: "50",
  });
  expect(pick(batch, "model", "component", "service_tier")).toEqual({
    model: "gpt-4o-mini",
    component: "output",
    service_tier: "batch",
  });
  // Two credits that are alike are two.
  expect(credits.map(({ billed_cost }) => billed_cost)).toEqual(["-2", "-2"]);
  expect(new Set(credits.map(({ line_id }) => line_id)).size).toBe(2);
});

test("amounts that are none and amounts without a currency are told", async () => {
  expect(skipsIn(await read("costs.json"))).toEqual([
    "costs.json:1 bucket 1 result 6: amount_unreadable",
    "costs.json:1 bucket 1 result 7: currency_missing",
  ]);
});

test("the dashboard's CSV: blank days, short rows, both styles of time", async () => {
  const found = await read("dashboard.csv");
  const [first, short] = linesIn(found);

  expect(first).toMatchObject({
    billed_cost: "0.003835980000000000000000000000",
    sub_account_name: "Search",
    billing_account_name: "Example",
    principal: "dev@example.com",
    tags: { api_key_id: "key_1", user_id: "user-1" },
    model: "gpt-5-nano",
  });
  expect(short).toMatchObject({
    billed_cost: "1.5",
    component: "output",
    charge_period_start_ms: Date.parse("2026-11-04T00:00:00Z"),
  });
  expect(skipsIn(found)).toEqual(["dashboard.csv:3: not_a_call"]);
});

const day = (start: number, ...amounts: readonly string[]) => ({
  start_time: start,
  end_time: start + 86_400,
  results: amounts.map((value) => ({
    amount: { value, currency: "usd" },
    line_item: "gpt-4o, input",
  })),
});
const page = (has_more: boolean, ...data: readonly unknown[]) => JSON.stringify({ data, has_more });
const amountsOf = async (...pages: readonly string[]) => {
  const found = await readAll(openaiCosts, memoryFile("pages.jsonl", pages.join("\n")));
  const kept = new Map(linesIn(found).map((line) => [line.line_id, line.billed_cost]));
  return { amounts: [...kept.values()], skips: skipsIn(found), warnings: warningsIn(found) };
};

test("answers behind each other in a file restate their days; a page that stands twice counts once", async () => {
  const [first, second] = [1_793_577_600, 1_793_664_000];
  const monday = page(false, day(first, "1"));
  const tuesday = page(false, day(first, "1.5"), day(second, "2"));

  expect(await amountsOf(monday, tuesday)).toMatchObject({
    amounts: ["1.5", "2"],
    warnings: [
      "A day stands in several answers of the file: lines that are alike count once, by the last answer.",
    ],
  });
  expect((await amountsOf(page(true, day(first, "1")), page(true, day(first, "1")))).skips).toEqual(
    ["pages.jsonl:2 bucket 1: rollup"],
  );
  // Of one answer, a day that goes on on the next page is added.
  expect(await amountsOf(page(true, day(first, "1")), page(false, day(first, "3")))).toEqual({
    amounts: ["1", "3"],
    skips: [],
    warnings: [],
  });
});

test("an item of sound or pictures is not taken for text of its model", async () => {
  const results = ["audio_input_tokens", "input_tokens"].map((what) => ({
    amount: { value: "1", currency: "usd" },
    line_item: `gpt-realtime, ${what}`,
    quantity: 1000,
    quantity_unit: "tokens",
  }));
  const bucket = { start_time: 1_793_577_600, end_time: 1_793_664_000, results };

  const found = await readAll(openaiCosts, memoryFile("x.json", JSON.stringify(bucket)));

  expect(linesIn(found).map(({ component }) => component)).toEqual([undefined, "input"]);
  expect(linesIn(found)[0]?.component_quantity).toBeUndefined();
});
