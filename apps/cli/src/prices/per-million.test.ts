import type { PriceRecord } from "@headgate/contract";
import { expect, test } from "vitest";
import { quote } from "./per-million.ts";

const record: PriceRecord = {
  id: "test",
  provider: "openai",
  model: "gpt-test",
  component: "input",
  tier: "standard",
  scope: "global",
  price: "0.15",
  per: 1_000_000,
  valid_from: "2026-01-01",
  recorded_at: "2026-01-01",
  source: { url: "https://example.com/prices", read_at: "2026-01-01" },
  confidence: "exact",
};

test.each([
  [{ price: "0.15", per: 1_000_000 }, "$0.15"],
  [{ price: "0.075", per: 1_000_000 }, "$0.075"],
  [{ price: "1200", per: 1_000_000 }, "$1,200.00"],
  [{ price: "0.0025", per: 1_000 }, "$2.50"],
  [{ price: "0.00000015", per: 1 }, "$0.15"],
  [{ component: "web_searches", price: "10", per: 1_000 }, "$10.00 / 1,000"],
  [{ component: "requests", price: "0.03", per: 1 }, "$0.03 / 1"],
] as const)("%j is quoted as %s", (change, text) => {
  expect(quote({ ...record, ...change })).toBe(text);
});
