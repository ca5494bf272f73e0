import { tokenBuckets, type Usage } from "@headgate/contract";
import { picodollars, sum } from "@headgate/money";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Charge } from "./charge.ts";
import { loadPriceBook } from "./load-price-book.ts";
import { acmeBook, acmeEntry } from "./price-book.fixture.ts";
import type { PriceBook } from "./price-book.ts";
import { rateUsage } from "./rate-usage.ts";
import { resolveModel } from "./resolve/resolve-model.ts";

const atMs = Date.parse("2026-06-01T12:00:00Z");
const rate = (book: PriceBook, usage: Usage, model = "one", provider = "acme"): Charge =>
  rateUsage(book, {
    provider,
    models: [model],
    usage,
    usageOrigin: "provider",
    operation: "chat",
    atMs,
  });
const costOf = (charge: Charge): bigint => {
  if (charge.listCost === undefined) throw new Error(`unpriced: ${charge.reason}`);
  return charge.listCost;
};

const base = { input: "3", cache_read: "0.3", cache_write_5m: "3.75", output: "15" };
const dearer = { input: "6", cache_read: "0.6", cache_write_5m: "7.5", output: "22.5" };
const flat = acmeBook(acmeEntry({ per_million_tokens: base }));
const wholeCall = acmeBook(
  acmeEntry({
    per_million_tokens: base,
    above: [{ input_tokens: 1000, applies_to: "whole_call", per_million_tokens: dearer }],
  }),
);
const { output: _, ...dearerPrompt } = dearer;
const marginal = acmeBook(
  acmeEntry({
    per_million_tokens: base,
    above: [{ input_tokens: 1000, applies_to: "marginal", per_million_tokens: dearerPrompt }],
  }),
);

const tokens = fc.nat(2_000_000);
const usages = fc.record({
  input: tokens,
  cache_read: tokens,
  cache_write_5m: tokens,
  output: tokens,
  reasoning: tokens,
});
const promptOf = (usage: Usage): number =>
  [usage.input, usage.cache_read, usage.cache_write_5m].reduce<number>(
    (total, part) => (part === undefined ? total : total + part),
    0,
  );
const added = (left: Usage, right: Usage): Usage =>
  Object.fromEntries(
    tokenBuckets.flatMap((bucket) => {
      const [a, b] = [left[bucket], right[bucket]];
      return a === undefined || b === undefined ? [] : [[bucket, a + b]];
    }),
  );

test("lines add up to the total, and each is quantity × unit price, for any usage and model", () => {
  const book = loadPriceBook();
  const models = book.list({ at: "2026-06-01" });
  fc.assert(
    fc.property(fc.constantFrom(...models), usages, ({ provider, model }, usage) => {
      const charge = rate(book, usage, model, provider);
      // One that a catalogue lists beside the provider's own name of it is priced as that.
      const resolution = resolveModel(book, { provider, name: model, atMs });
      const pricedAs = resolution.kind === "resolved" ? resolution.model : model;

      for (const line of charge.lines) {
        expect(line.listCost).toBe(line.unitPrice * BigInt(line.quantity));
        expect(book.record(line.priceRecord)?.model).toBe(pricedAs);
      }
      if (charge.listCost === undefined) expect(charge.reason).toBeDefined();
      else expect(charge.listCost).toBe(sum(charge.lines.map((line) => line.listCost)));
    }),
  );
});

test("every reported token is on a line, or the charge is unknown", () => {
  fc.assert(
    fc.property(usages, fc.constantFrom(flat, wholeCall, marginal), (usage, book) => {
      const onLines = rate(book, usage).lines.reduce((total, line) => total + line.quantity, 0);

      expect(onLines).toBe(Object.values(usage).reduce((total, quantity) => total + quantity, 0));
    }),
  );
});

test("more tokens never cost less", () => {
  fc.assert(
    fc.property(usages, usages, fc.constantFrom(flat, wholeCall, marginal), (usage, more, book) => {
      expect(costOf(rate(book, added(usage, more)))).toBeGreaterThanOrEqual(
        costOf(rate(book, usage)),
      );
    }),
  );
});

test("splitting usage into two calls on one side of a threshold loses nothing", () => {
  const above = usages.filter((usage) => promptOf(usage) > 1000);
  fc.assert(
    fc.property(usages, usages, (left, right) => {
      expect(costOf(rate(flat, added(left, right)))).toBe(
        costOf(rate(flat, left)) + costOf(rate(flat, right)),
      );
    }),
  );
  fc.assert(
    fc.property(above, above, (left, right) => {
      expect(costOf(rate(wholeCall, added(left, right)))).toBe(
        costOf(rate(wholeCall, left)) + costOf(rate(wholeCall, right)),
      );
    }),
  );
});

test("up to a threshold the two kinds of threshold agree with the base price", () => {
  const small = fc.record({
    input: fc.nat(300),
    cache_read: fc.nat(300),
    cache_write_5m: fc.nat(400),
    output: tokens,
  });
  fc.assert(
    fc.property(small, (usage) => {
      const expected = costOf(rate(flat, usage));

      expect(costOf(rate(wholeCall, usage))).toBe(expected);
      expect(costOf(rate(marginal, usage))).toBe(expected);
    }),
  );
});

test("above a threshold, marginal re-prices only the tokens above it and whole-call all of them", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1001, max: 5_000_000 }), (input) => {
      const micro = picodollars(1_000_000n);

      expect(costOf(rate(marginal, { input }))).toBe(
        3n * micro * 1000n + 6n * micro * BigInt(input - 1000),
      );
      expect(costOf(rate(wholeCall, { input }))).toBe(6n * micro * BigInt(input));
    }),
  );
});

test("a marginal threshold falls on what stands last in the prompt: cached tokens come first", () => {
  const charge = rate(marginal, { cache_read: 900, input: 300 });

  expect(
    charge.lines.map(({ component, quantity, unitPrice }) => [component, quantity, unitPrice]),
  ).toEqual([
    ["input", 100, 3_000_000n],
    ["input", 200, 6_000_000n],
    ["cache_read", 900, 300_000n],
  ]);
});

test("a threshold needs the prompt's length: without it the charge is unknown", () => {
  expect(rate(wholeCall, { output: 10 }).confidence).toBe("unknown");
  expect(rate(flat, { output: 10 }).confidence).toBe("exact");
});
