import { type ModelUsage, overlaySchema, type Usage } from "@headgate/contract";
import { sum } from "@headgate/money";
import fc from "fast-check";
import { expect, test } from "vitest";
import { chargeToWire } from "./charge-to-wire.ts";
import { loadPriceBook } from "./load-price-book.ts";
import { applyOverlays } from "./overlay/apply-overlays.ts";
import { compileOverlays } from "./overlay/compiled-overlays.ts";
import { acmeBookOf, acmeEntry } from "./price-book.fixture.ts";
import { type RatingInput, rateUsage } from "./rate-usage.ts";

const book = acmeBookOf(
  ["one", "two", "three"],
  acmeEntry({ per_million_tokens: { input: "3", output: "15" } }),
  acmeEntry({
    model: "two",
    per_million_tokens: { input: "5", output: "25" },
    above: [
      {
        input_tokens: 1000,
        applies_to: "whole_call",
        per_million_tokens: { input: "10", output: "50" },
      },
    ],
  }),
  acmeEntry({ model: "two", tier: "batch", per_million_tokens: { input: "1", output: "5" } }),
  acmeEntry({ tier: "batch", per_million_tokens: { input: "2", output: "8" } }),
  acmeEntry({
    model: "three",
    confidence: "estimated",
    per_million_tokens: { input: "7", output: "9" },
  }),
);
const call = (about: Partial<RatingInput> = {}): RatingInput => ({
  provider: "acme",
  models: ["one"],
  usage: { input: 100, output: 10 },
  usageOrigin: "provider",
  operation: "chat",
  atMs: Date.parse("2026-06-01T12:00:00Z"),
  ...about,
});
const of = (model: string, usage: Usage): ModelUsage => ({ model, usage });
const microdollars = (amount: number): bigint => BigInt(amount) * 1_000_000n;

test("another model's usage costs its own prices, and its lines name it", () => {
  const charge = rateUsage(book, call({ otherUsage: [of("two", { input: 200, output: 20 })] }));

  // 100 × 3 + 10 × 15 + 200 × 5 + 20 × 25 µ$
  expect(charge).toMatchObject({ confidence: "exact", listCost: microdollars(1950) });
  expect(charge.reason).toBeUndefined();
  expect(chargeToWire(charge).lines.map(({ model, component }) => [model, component])).toEqual([
    [undefined, "input"],
    [undefined, "output"],
    ["two", "input"],
    ["two", "output"],
  ]);
});

test("each piece of work is priced by its own length", () => {
  const half = of("two", { input: 600, output: 0 });

  expect(rateUsage(book, call({ otherUsage: [half, half] })).listCost).toBe(
    microdollars(450 + 600 * 5 * 2),
  );
  expect(rateUsage(book, call({ otherUsage: [of("two", { input: 1200 })] })).listCost).toBe(
    microdollars(450 + 1200 * 10),
  );
});

test("earlier work of the answer's own model is priced by its own length, and by every name that the call has", () => {
  const models = ["two-as-the-answer-has-it", "two"];
  const half = of("two-as-the-answer-has-it", { input: 600 });
  const charge = rateUsage(book, call({ models, usage: { input: 600 }, otherUsage: [half] }));

  expect(charge.listCost).toBe(microdollars(600 * 5 * 2));
});

test("the call's tier holds for every model in it", () => {
  const otherUsage = [of("two", { input: 200, output: 20 })];
  const batch = rateUsage(book, call({ otherUsage, serviceTier: "batch" }));

  // 100 × 2 + 10 × 8 + 200 × 1 + 20 × 5 µ$
  expect(batch.listCost).toBe(microdollars(580));
});

test("a part without a price makes the whole unknown, and the reason names its model", () => {
  const charge = rateUsage(book, call({ otherUsage: [of("four", { input: 1 })] }));

  expect(charge).toMatchObject({ confidence: "unknown" });
  expect(charge.listCost).toBeUndefined();
  expect(charge.reason).toMatch(/^four: the price book has no price of acme for four/);
  expect(charge.lines.map(({ component }) => component)).toEqual(["input", "output"]);
});

test("an answer's model without a price makes the whole unknown as well", () => {
  const otherUsage = [of("two", { input: 1 })];
  const charge = rateUsage(book, call({ models: ["four"], otherUsage }));

  expect(charge.confidence).toBe("unknown");
  expect(charge.reason).toMatch(/^the price book has no price of acme for four/);
  expect(charge.lines).toMatchObject([{ model: "two", quantity: 1 }]);
});

test("the confidence is the weakest of the parts", () => {
  const otherUsage = [of("two", { input: 1 }), of("three", { input: 1 })];
  const charge = rateUsage(book, call({ otherUsage, usageViolations: ["a ≠ b"] }));

  expect(charge.confidence).toBe("estimated");
  expect(charge.reason).toBe(
    "the usage contradicts itself: a ≠ b; three: the price is estimated (https://acme.example/prices)",
  );
});

test("an answer whose own model used nothing costs what the others used", () => {
  const otherUsage = [of("two", { input: 200 })];
  const rated = (about: Partial<RatingInput>) =>
    rateUsage(book, call({ usage: {}, otherUsage, ...about }));

  expect(rated({})).toMatchObject({ confidence: "exact", listCost: microdollars(1000) });
  expect(rated({ usageViolations: ["a ≠ b"] }).confidence).toBe("derived");
  expect(rated({ otherUsage: [] }).reason).toBe("the usage holds no quantity");
});

test("counting tokens stays free, whoever counts", () => {
  const otherUsage = [of("two", { input: 200 })];
  const charge = rateUsage(book, call({ operation: "count_tokens", otherUsage }));

  expect(charge).toMatchObject({ confidence: "exact", listCost: 0n, lines: [] });
});

test("another model is served where the names of the answer's model say that the call was", () => {
  const prices = loadPriceBook();
  const rated = (model: string) =>
    rateUsage(prices, {
      ...call({ provider: "bedrock", atMs: Date.parse("2026-11-20T12:00:00Z") }),
      models: [model],
      otherUsage: [of("anthropic.claude-opus-4-5-20251101-v1:0", { input: 1000 })],
    }).lines.find(({ model: named }) => named !== undefined)?.priceRecord;

  expect(rated("eu.anthropic.claude-sonnet-4-5-20250929-v1:0")).toContain("/geo");
  expect(rated("global.anthropic.claude-sonnet-4-5-20250929-v1:0")).toContain("/global");
});

test("overlays act on each model's lines by its own record, and the lines keep their model", () => {
  const overlays = compileOverlays([
    overlaySchema.parse({
      name: "two-off",
      kind: "discount",
      percent: "50",
      valid_from: "2026-01-01",
      applies_to: { model: "two" },
    }),
  ]);
  const charge = rateUsage(book, call({ otherUsage: [of("two", { input: 200 })] }));
  const applied = applyOverlays(book, { charge, overlays, atMs: call().atMs });

  expect(applied.effectiveCost).toBe(microdollars(450 + 500));
  expect(applied.lines.map(({ model, overlay }) => [model, overlay?.names])).toEqual([
    [undefined, undefined],
    [undefined, undefined],
    ["two", ["two-off"]],
  ]);
});

const tokens = fc.nat(2000);
const usages = fc.record({ input: tokens, output: tokens });

test("a charge of several models is the sum of what each costs alone, and its lines add up to it", () => {
  const others = fc.array(
    fc.record({ model: fc.constantFrom("one", "two", "three"), usage: usages }),
    {
      maxLength: 4,
    },
  );
  fc.assert(
    fc.property(usages, others, (usage, otherUsage) => {
      const whole = rateUsage(book, call({ usage, otherUsage }));
      const alone = [of("one", usage), ...otherUsage].map((part) =>
        rateUsage(book, call({ models: [part.model], usage: part.usage })),
      );

      expect(whole.listCost).toBe(sum(alone.map(({ listCost }) => listCost ?? sum([]))));
      expect(whole.listCost).toBe(sum(whole.lines.map(({ listCost }) => listCost)));
    }),
  );
});
