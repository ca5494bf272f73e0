import { configSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import { createEstimate } from "./estimate-costs.ts";
import { estimateTerms } from "./estimate-terms.ts";
import { loadPriceBook } from "./load-price-book.ts";

const book = loadPriceBook();
const discount = { kind: "discount", percent: "10", valid_from: "2026-01-01" } as const;
const termsOf = (config: object) => estimateTerms(configSchema.parse({ providers: {}, ...config }));
const openai = { kind: "openai", base_url: "https://api.openai.com/v1", api_key: "sk" };

function rowsOf(config: object, more: object = {}) {
  const estimate = createEstimate(book, {
    models: ["openai/gpt-4o-mini"],
    tier: "standard",
    at: "2026-11-20",
    usageOrigin: "provider",
    terms: termsOf(config),
    ...more,
  });
  estimate.add({ input: 1_000_000 }, 2);
  return estimate.rows();
}

test("a discount acts on an estimate as it would on the charge, and list stands beside", () => {
  const overlays = [{ ...discount, name: "edp", applies_to: { provider: "openai" } }];

  expect(rowsOf({ overlays })).toMatchObject([
    { list_cost: "0.300000000000", effective_cost: "0.270000000000", overlays: ["edp"] },
  ]);
});

test("an overlay that does not hold on the day leaves the estimate at list", () => {
  const overlays = [
    { ...discount, name: "old", valid_to: "2026-02-01", applies_to: { provider: "openai" } },
  ];

  expect(rowsOf({ overlays })).toMatchObject([
    { list_cost: "0.300000000000", effective_cost: "0.300000000000", overlays: [] },
  ]);
});

test("an overlay for a provider as the operator named it acts where only that one is priced so", () => {
  const overlays = [{ ...discount, name: "ours", applies_to: { provider: "team-openai" } }];

  expect(rowsOf({ overlays, providers: { "team-openai": openai } })).toMatchObject([
    { effective_cost: "0.270000000000", overlays: ["ours"] },
  ]);
});

test("where overlays differ between two providers that are priced alike, none of these acts and that is said", () => {
  const overlays = [{ ...discount, name: "ours", applies_to: { provider: "one" } }];

  expect(rowsOf({ overlays, providers: { one: openai, two: openai } })).toMatchObject([
    {
      effective_cost: "0.300000000000",
      overlays: [],
      reason: "your overlays differ between one, two: those of one of them are left out",
    },
  ]);
});

test("a model without a price stays unknown, whatever the contract says of it", () => {
  const overlays = [{ ...discount, name: "edp", applies_to: {} }];

  expect(rowsOf({ overlays }, { models: ["nobody"] })).toMatchObject([
    { list_cost: null, effective_cost: null, overlays: [] },
  ]);
});

test("the region chooses the price, and with a scope it is the place of that scope", () => {
  const sonnet = { models: ["bedrock/anthropic.claude-sonnet-4-5-20250929-v1:0"] };
  const cost = (more: object) => rowsOf({}, { ...sonnet, ...more })[0]?.list_cost;

  expect(cost({ scope: "global" })).toBe("6.000000000000");
  expect(cost({ region: "us-east-1" })).toBe("6.600000000000");
  expect(cost({ scope: "geo", region: "eu" })).toBe("6.600000000000");
});
