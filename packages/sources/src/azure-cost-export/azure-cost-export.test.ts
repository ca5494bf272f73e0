import { billLineSchema } from "@headgate/contract";
import { describe, expect, test } from "vitest";
import { addDecimals } from "../bill/decimal-sum.ts";
import { memoryFile } from "../memory-file.fixture.ts";
import type { BillLineFacts } from "../source.ts";
import { fixtureFile, readAll, skipsIn, warningsIn } from "../source-files.fixture.ts";
import { linesIn, pick } from "../source-lines.fixture.ts";
import { azureCostExport } from "./source.ts";

const read = (name: string) => readAll(azureCostExport, fixtureFile("azure-cost-export", name));
const linesOf = async (name: string) => linesIn(await read(name));

/** What the ledger keeps of several files of one import: of one id the last. */
const together = (...files: readonly (readonly BillLineFacts[])[]): readonly BillLineFacts[] => [
  ...new Map(files.flat().map((line) => [line.line_id, line])).values(),
];
const totals = (lines: readonly BillLineFacts[]) => [
  addDecimals("0", ...lines.map((line) => line.billed_cost)),
  addDecimals("0", ...lines.map((line) => line.effective_cost)),
];

describe("actual and amortised costs of one month", () => {
  test("count what is in both once, whichever is read first", async () => {
    const [actual, amortised] = [
      await linesOf("actual-cost.csv"),
      await linesOf("amortized-cost.csv"),
    ];

    const usage = "27.985";
    // Ordinary usage, less the rounding, and 3900 for the reservation.
    expect(totals(actual)).toEqual(["3927.975", "27.975"]);
    expect(totals(amortised)).toEqual(["27.975", "157.575"]);
    const both = together(actual, amortised);
    expect(totals(both)).toEqual(["3927.975", "157.575"]);
    expect(totals(together(amortised, actual))).toEqual(totals(both));
    const plain = both.filter(
      (line) => line.charge_category === "usage" && line.commitment_discount_status === undefined,
    );
    expect(totals(plain)).toEqual([usage, usage]);
    // Two rows that are alike are two charges in each.
    expect(plain.filter((line) => line.sku_meter === "Included LB Rules")).toHaveLength(2);
  });

  test("have the provisioned units' hours once, at what they effectively cost", async () => {
    const both = together(await linesOf("actual-cost.csv"), await linesOf("amortized-cost.csv"));
    const provisioned = both.filter((line) => line.commitment_discount_id === "r-1");

    expect(
      provisioned.map((line) => [
        line.charge_category,
        line.commitment_discount_status,
        line.billed_cost,
        line.effective_cost,
        line.pricing_quantity,
      ]),
    ).toEqual([
      ["usage", "used", "0", "0", undefined],
      ["purchase", undefined, "3900", "0", "15"],
      ["usage", "used", "0", "86.4", "240"],
      ["usage", "unused", "0", "43.2", "120"],
    ]);
    expect(provisioned.every((line) => line.category !== "not_ai")).toBe(true);
  });

  test("actual costs alone say that they do not know what covered usage costs", async () => {
    expect(warningsIn(await read("actual-cost.csv"))).toEqual([
      "Usage under a commitment costs nothing in the actual costs: import the amortised costs with them to see what it costs.",
    ]);
    expect(warningsIn(await read("amortized-cost.csv"))).toEqual([]);
  });
});

test("meters say model, direction, scope and tokens; the quantity counts blocks", async () => {
  const [gpt5, cached, gpt54, search, machine, network] = await linesOf("actual-cost.csv");
  const keys = ["model", "component", "component_quantity", "scope", "category"] as const;

  expect(pick(gpt5, ...keys)).toEqual({
    model: "gpt-5",
    component: "input",
    component_quantity: "2000000",
    scope: "global",
    category: "inference",
  });
  expect(pick(cached, ...keys)).toEqual({
    model: "gpt-4o-2024-08-06",
    component: "cache_read",
    component_quantity: "1000000",
    scope: "geo",
    category: "inference",
  });
  expect(pick(gpt54, ...keys)).toMatchObject({ model: "gpt-5.4", component_quantity: "500000" });
  expect(search?.category).toBe("data_processing");
  expect(machine?.category).toBe("accelerators_training");
  expect(network?.category).toBe("not_ai");
  expect(gpt5).toMatchObject({
    tags: { team: "support", stage: "prod" },
    statement: "azure_cost_export:778899:2026-11-01",
    billing_period_end_ms: Date.UTC(2026, 11, 1),
    region_id: "swedencentral",
  });
  for (const line of await linesOf("actual-cost.csv")) {
    expect(billLineSchema.safeParse({ ...line, attribution: {} }).error).toBeUndefined();
  }
});

test("translated headers are told by the name in their brackets; bad rows cost themselves alone", async () => {
  const found = await read("german-pay-as-you-go.csv");

  expect(linesIn(found)).toHaveLength(1);
  expect(linesIn(found)[0]).toMatchObject({
    billing_currency: "EUR",
    billed_cost: "0.055",
    model: "gpt-4o-2024-11-20",
    component: "output",
    component_quantity: "10000",
    service_tier: "batch",
    scope: "in_region",
    billing_period_start_ms: Date.UTC(2026, 10, 1),
  });
  expect(skipsIn(found)).toEqual([
    "german-pay-as-you-go.csv:3: time_unreadable",
    "german-pay-as-you-go.csv:4: amount_unreadable",
    "german-pay-as-you-go.csv:5: currency_missing",
  ]);
});

test("amounts with decimal commas are read as such, and refused where they may be thousands", async () => {
  const bill = (...costs: readonly string[]) =>
    memoryFile(
      "kosten.csv",
      [
        "Datum (Date);Kategorie (MeterCategory);Menge (Quantity);Kosten (Cost);BillingCurrency",
        ...costs.map((cost) => `2026-11-03;Azure OpenAI;10;${cost};EUR`),
      ].join("\n"),
    );

  const told = await readAll(azureCostExport, bill("0,123", "12,345", "0,5", "1"));
  expect(linesIn(told).map((line) => line.billed_cost)).toEqual(["0.123", "12.345", "0.5", "1"]);

  const untold = await readAll(azureCostExport, bill("12,345", "1"));
  expect(linesIn(untold).map((line) => line.billed_cost)).toEqual(["1"]);
  expect(skipsIn(untold)).toEqual(["kosten.csv:2: amount_unreadable"]);
});
