import { estimateRowSchema } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createEstimate } from "./estimate-costs.ts";
import { loadPriceBook } from "./load-price-book.ts";
import { acmeBook, acmeEntry } from "./price-book.fixture.ts";

const book = loadPriceBook();
const ask = {
  tier: "standard",
  at: "2026-11-20",
  usageOrigin: "provider",
} as const;

test("models stand side by side, and one that nobody has is unknown", () => {
  const estimate = createEstimate(book, { ...ask, models: ["openai/gpt-4o-mini", "gpt-nine"] });
  estimate.add({ input: 1_000_000, output: 1_000_000 }, 2);

  const rows = estimate.rows();

  for (const row of rows) estimateRowSchema.parse(row);
  expect(rows).toMatchObject([
    { model: "gpt-4o-mini", calls: 2, list_cost: "1.500000000000", unpriced_calls: 0 },
    {
      model: null,
      list_cost: null,
      confidence: "unknown",
      unpriced_calls: 2,
      reason: 'the price book has no model "gpt-nine"',
    },
  ]);
});

test("batch is asked for by its tier", () => {
  const estimate = createEstimate(book, { ...ask, tier: "batch", models: ["openai/gpt-4o-mini"] });
  estimate.add({ input: 1_000_000, output: 1_000_000 });

  expect(estimate.rows()).toMatchObject([{ list_cost: "0.375000000000" }]);
});

test("each call is rated by its own length", () => {
  const tiered = acmeBook(
    acmeEntry({
      per_million_tokens: { input: "1" },
      above: [
        {
          input_tokens: 1_000,
          applies_to: "whole_call",
          per_million_tokens: { input: "2" },
        },
      ],
    }),
  );
  const estimate = createEstimate(tiered, { ...ask, models: ["one"] });
  estimate.add({ input: 1_000 }, 3);
  estimate.add({ input: 1_001 });

  expect(estimate.rows()).toMatchObject([{ calls: 4, list_cost: "0.005002000000" }]);
});

test("calls without a price are counted, and the sum of the others stands", () => {
  const only = acmeBook(acmeEntry({ per_million_tokens: { input: "1" } }));
  const estimate = createEstimate(only, { ...ask, models: ["one"] });
  estimate.add({ input: 1_000_000 });
  estimate.add({ input: 1, output: 1 });

  expect(estimate.rows()).toMatchObject([
    { calls: 2, unpriced_calls: 1, list_cost: "1.000000000000", confidence: "unknown" },
  ]);
});

test("so many calls at once cost what they cost one by one", () => {
  fc.assert(
    fc.property(
      fc.nat(300_000),
      fc.nat(5_000),
      fc.integer({ min: 1, max: 20 }),
      (input, output, calls) => {
        const models = ["openai/gpt-4o-mini"];
        const together = createEstimate(book, { ...ask, models });
        const apart = createEstimate(book, { ...ask, models });
        together.add({ input, output }, calls);
        for (let call = 0; call < calls; call += 1) apart.add({ input, output });

        expect(together.rows()).toEqual(apart.rows());
        expect(parseDollars(together.rows()[0]?.list_cost ?? "")).toBeGreaterThanOrEqual(0n);
      },
    ),
  );
});
