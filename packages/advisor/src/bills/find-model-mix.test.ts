import type { Alternative, Market } from "@headgate/levers";
import { parseDollars } from "@headgate/money";
import { loadPriceBook } from "@headgate/pricing";
import { expect, test } from "vitest";
import { openLedger } from "../open-ledger.fixture.ts";
import { billLine, DAY_MS, DAYS, importInto, NOW_MS } from "../plans/plans.fixture.ts";
import { findModelMix } from "./find-model-mix.ts";

const range = {
  from: new Date(NOW_MS - DAYS * DAY_MS).toISOString(),
  to: new Date(NOW_MS).toISOString(),
};
/** Constructed models of a constructed provider: input and output for a million tokens, and the day of their release. */
const models = {
  large: ["4", "16", "2025-01-01"],
  "large-2": ["2", "12", "2026-06-01"],
  "large-old": ["1", "4", "2024-01-01"],
  "large-dear-answers": ["1", "20", "2026-06-01"],
} as const;
const prices = loadPriceBook({
  extra: [
    {
      name: "acme.json",
      content: {
        provider: "acme",
        sources: { acme: { url: "https://acme.example/prices", read_at: "2026-11-01" } },
        models: Object.keys(models).map((model) => ({ model, aliases: [] })),
        prices: Object.entries(models).map(([model, [input, output]]) => ({
          model,
          tier: "standard",
          valid_from: "2026-01-01",
          recorded_at: "2026-01-01",
          source: "acme",
          confidence: "exact",
          per_million_tokens: { input, output },
        })),
      },
    },
  ],
});
const market: Market = {
  alternatives: Object.entries(models).map(
    ([model, [input, output, released_on]]): Alternative => ({
      name: `acme/${model}`,
      isConfigured: false,
      isUsed: false,
      kind: undefined,
      priceProvider: "acme",
      tier: "flagship",
      facts: { released_on },
      list: { input: parseDollars(input), output: parseDollars(output) },
      price: () => undefined,
    }),
  ),
  modelOf: () => undefined,
};

test("a bill's tokens are priced at a newer model of the class that is dearer in nothing; what is no token stays", async () => {
  const ledger = await openLedger();
  const of = { provider: "acme", model: "large" };
  await importInto(ledger, {
    billLines: Array.from({ length: DAYS }, (_, day) => [
      billLine("in", day + 1, { ...of, cost: "10", component: "input" }),
      billLine("out", day + 1, { ...of, cost: "20", component: "output" }),
      billLine("search", day + 1, { ...of, cost: "5", component: "web_searches" }),
    ]).flat(),
  });

  const found = await findModelMix({ ledger, prices, market, nowMs: NOW_MS }, range);

  // Half of ten dollars and a quarter of twenty, a day.
  expect(found).toMatchObject([
    {
      kind: "model-mix",
      scope: { model: "large" },
      title: "Try acme/large-2 in place of large: the same class, at less a token",
      savedInRange: "280.000000000000",
      depth: "bills",
      confidence: { level: "low" },
      quality: { risk: "medium" },
    },
  ]);
});
