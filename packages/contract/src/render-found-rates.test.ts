import { expect, test } from "vitest";
import type { FoundRate } from "./api/reconcile.ts";
import { parseConfig } from "./config/parse-config.ts";
import { renderFoundRates } from "./render-found-rates.ts";

const foundRate: FoundRate = {
  provider: "bedrock",
  model: "anthropic.claude-sonnet-4-5",
  component: "input",
  tier: "standard",
  per_million: "2.700000",
  rounded: false,
  list_per_million: "3.000000",
  valid_from: "2026-11-01",
  valid_to: "2026-11-15",
  quantity: "14000000",
  cost: "37.800000000000",
  cells: 14,
};

test("rates found in bills are overlays that headgate.yaml takes as they are printed", () => {
  const searches = {
    ...foundRate,
    component: "web_searches",
    tier: null,
    per_million: "9000.000000",
    valid_to: null,
    rounded: true,
  } as const;
  const text = renderFoundRates([foundRate, searches]);

  expect(parseConfig(text, {}, "headgate.yaml").overlays).toMatchObject([
    {
      kind: "rate",
      applies_to: { provider: "bedrock", model: "anthropic.claude-sonnet-4-5", tier: "standard" },
      per_million_tokens: { input: "2.700000" },
      valid_from: "2026-11-01",
      valid_to: "2026-11-15",
    },
    { per_thousand: { web_searches: "9.000000" } },
  ]);
  expect(text).toContain("14000000 billed at 37.800000000000 USD in 14 cells; list: 3.000000");
  expect(text).toContain("# Rounded");
});

test("no rate found is said, not printed as an empty list", () => {
  expect(renderFoundRates([])).toMatch(/^# No bill/);
});
