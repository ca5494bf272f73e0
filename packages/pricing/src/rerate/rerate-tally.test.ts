import { type RatedAttempt, rerateDifferenceSchema } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import fc from "fast-check";
import { expect, test } from "vitest";
import { acmeBook, acmeEntry } from "../price-book.fixture.ts";
import type { PriceBook } from "../price-book.ts";
import { ratedAttempt } from "./rated-attempt.fixture.ts";
import { rerateAttempt } from "./rerate-attempt.ts";
import { createRerateTally } from "./rerate-tally.ts";

const price = fc.integer({ min: 0, max: 50_000_000 }).map((units) => (units / 1e6).toFixed(6));
const day = fc
  .integer({ min: 1, max: 28 })
  .map((date) => `2026-05-${String(date).padStart(2, "0")}`);

/** Entries as they come over time: corrections, new prices, components that are missing, doubts. */
const anyBook: fc.Arbitrary<PriceBook> = fc
  .uniqueArray(
    fc.record({
      per_million_tokens: fc
        .record({ input: price, cache_read: price, output: price }, { requiredKeys: [] })
        .filter((prices) => Object.keys(prices).length > 0),
      valid_from: day,
      recorded_at: day.map((text) => text.replace("-05-", "-06-")),
      confidence: fc.constantFrom("exact", "derived", "estimated"),
    }),
    { minLength: 1, maxLength: 5, selector: (entry) => `${entry.valid_from} ${entry.recorded_at}` },
  )
  .map((entries) => acmeBook(...entries.map((entry) => acmeEntry(entry))));

const anyUse = fc.record(
  {
    usage: fc.record(
      { input: fc.nat(2_000_000), cache_read: fc.nat(2_000_000), output: fc.nat(100_000) },
      { requiredKeys: [] },
    ),
    usage_origin: fc.constantFrom("provider" as const, "estimated" as const, "none" as const),
    simulated: fc.boolean(),
    provider: fc.constantFrom("acme", "gone"),
    request_model: fc.constantFrom("one", "one-latest", "unheard-of"),
  },
  { requiredKeys: ["usage", "usage_origin", "simulated", "provider", "request_model"] },
);

const known = (cost: string | null): bigint => (cost === null ? 0n : parseDollars(cost));
const total = (costs: readonly (string | null)[]): bigint =>
  costs.reduce((amount, cost) => amount + known(cost), 0n);

test("differences by model and by cause add up to the new total less the old, exactly", () => {
  fc.assert(
    fc.property(anyBook, anyBook, fc.array(anyUse, { maxLength: 30 }), (before, after, uses) => {
      const tally = createRerateTally();
      const old: RatedAttempt[] = uses.map((use) => ratedAttempt(before, use));
      const fresh = old.map((attempt) => {
        const outcome = rerateAttempt(
          after,
          attempt,
          attempt.provider === "gone" ? {} : { priceProvider: "acme" },
        );
        tally.add(attempt, outcome);
        return outcome.kind === "revised" ? outcome.charge : attempt.charge;
      });

      const found = rerateDifferenceSchema.parse(tally.difference());

      const moved =
        total(fresh.map((charge) => charge.effective_cost)) -
        total(old.map(({ charge }) => charge.effective_cost));
      expect(parseDollars(found.effective_cost_difference)).toBe(moved);
      expect(
        parseDollars(found.after.effective_cost) - parseDollars(found.before.effective_cost),
      ).toBe(moved);
      for (const parts of [found.by_model, found.by_cause]) {
        expect(total(parts.map((part) => part.effective_cost_difference))).toBe(moved);
      }
      expect(found.attempts).toBe(uses.length);
      expect(found.after.unpriced_attempts).toBe(
        fresh.filter((charge) => charge.effective_cost === null).length,
      );
      expect(found.by_model.reduce((sum, model) => sum + model.attempts, 0)).toBe(
        found.revised_attempts,
      );
    }),
    { numRuns: 200 },
  );
});

test("working out again what was just worked out changes nothing", () => {
  fc.assert(
    fc.property(anyBook, anyBook, anyUse, (before, after, use) => {
      const attempt = ratedAttempt(before, use);
      const first = rerateAttempt(after, attempt, { priceProvider: "acme" });
      if (first.kind !== "revised") return;

      const again = rerateAttempt(
        after,
        { ...attempt, charge: first.charge },
        { priceProvider: "acme" },
      );

      expect(again).toEqual({ kind: "same" });
    }),
  );
});

test("models beyond a thousand are one row, and nothing is left out of the sum", () => {
  const cheap = acmeBook(acmeEntry({ per_million_tokens: { input: "1", output: "1" } }));
  const dear = acmeBook(acmeEntry({ per_million_tokens: { input: "2", output: "2" } }));
  const tally = createRerateTally();
  for (let index = 0; index < 1_200; index += 1) {
    const attempt = { ...ratedAttempt(cheap), response_model: `model-${index}` };
    const outcome = rerateAttempt(dear, ratedAttempt(cheap), { priceProvider: "acme" });
    tally.add(attempt, outcome);
  }

  const { by_model, effective_cost_difference } = tally.difference();

  expect(by_model).toHaveLength(1_001);
  expect(by_model.find((row) => row.provider === null)?.attempts).toBe(200);
  expect(total(by_model.map((row) => row.effective_cost_difference))).toBe(
    parseDollars(effective_cost_difference),
  );
});

test("the simulated part of a difference is told apart", () => {
  const cheap = acmeBook(acmeEntry({ per_million_tokens: { input: "1", output: "1" } }));
  const dear = acmeBook(acmeEntry({ per_million_tokens: { input: "2", output: "2" } }));
  const tally = createRerateTally();
  for (const simulated of [true, false, false]) {
    const attempt = ratedAttempt(cheap, { simulated });
    tally.add(attempt, rerateAttempt(dear, attempt, { priceProvider: "acme" }));
  }

  expect(tally.difference()).toMatchObject({
    effective_cost_difference: "0.003300000000",
    simulated_difference: "0.001100000000",
  });
});
