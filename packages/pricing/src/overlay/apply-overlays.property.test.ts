import type { Overlay } from "@headgate/contract";
import { sum } from "@headgate/money";
import fc from "fast-check";
import { expect, test } from "vitest";
import { unpriced } from "../charge.ts";
import { acmeBook, acmeEntry } from "../price-book.fixture.ts";
import { type RatingInput, rateUsage } from "../rate-usage.ts";
import { applyOverlays } from "./apply-overlays.ts";
import { compileOverlays } from "./compiled-overlays.ts";

const atMs = Date.parse("2026-06-15T12:00:00Z");
const book = acmeBook(
  acmeEntry({
    per_million_tokens: { input: "0.000001", cache_read: "0.3", output: "15.123457" },
  }),
);
const quantity = fc.nat(2_000_000);
const usage = fc.record({
  input: quantity,
  cache_read: quantity,
  output: quantity,
  reasoning: quantity,
});
const rated = (of: RatingInput["usage"]): ReturnType<typeof rateUsage> =>
  rateUsage(book, {
    provider: "acme",
    models: ["one"],
    usage: of,
    usageOrigin: "provider",
    operation: "chat",
    atMs,
  });

const percent = fc
  .tuple(fc.nat(99), fc.nat(999_999))
  .map(([whole, decimals]) => `${whole}.${String(decimals).padStart(6, "0")}`);
const about = { valid_from: "2026-01-01" } as const;
const appliesTo = fc.constantFrom<Overlay["applies_to"]>(
  {},
  { components: ["input"] },
  { components: ["output", "cache_read"] },
  { model: "one" },
);
const discount = fc
  .record({ percent, applies_to: appliesTo, id: fc.nat() })
  .map(
    ({ id, ...rest }): Overlay => ({ ...about, ...rest, name: `discount-${id}`, kind: "discount" }),
  );
const commitment = fc
  .record({ percent, prepaid: fc.boolean(), applies_to: appliesTo })
  .map((rest): Overlay => ({ ...about, ...rest, name: "commitment", kind: "commitment" }));
const rate = fc
  .record({ input: fc.constantFrom("0.1", "0.000001", "7"), applies_to: appliesTo })
  .map(
    ({ input, ...rest }): Overlay => ({
      ...about,
      ...rest,
      name: "rate",
      kind: "rate",
      per_million_tokens: { input },
    }),
  );
const overlays = fc.array(fc.oneof(discount, discount, commitment, rate), { maxLength: 5 });

test("lines add up to the totals of all four costs, exactly, under any overlays", () => {
  fc.assert(
    fc.property(usage, overlays, (of, list) => {
      const charge = applyOverlays(book, {
        charge: rated(of),
        overlays: compileOverlays(list),
        atMs,
      });

      const { lines } = charge;
      expect(sum(lines.map((line) => line.listCost))).toBe(charge.listCost);
      for (const cost of ["contractedCost", "effectiveCost", "billedCost"] as const) {
        const parts = lines.map((line) =>
          line.overlay === undefined ? line.listCost : line.overlay[cost],
        );
        expect(sum(parts)).toBe(charge[cost]);
      }
    }),
  );
});

test("the order of discounts decides nothing of the four costs", () => {
  fc.assert(
    fc.property(usage, fc.array(discount, { minLength: 2, maxLength: 4 }), (of, list) => {
      const totals = (order: readonly Overlay[]): unknown[] => {
        const charge = applyOverlays(book, {
          charge: rated(of),
          overlays: compileOverlays(order),
          atMs,
        });
        const { listCost, contractedCost, effectiveCost, billedCost } = charge;
        const costs = charge.lines.map((line) => line.overlay?.contractedCost);
        return [listCost, contractedCost, effectiveCost, billedCost, ...costs];
      };

      expect(totals([...list].reverse())).toEqual(totals(list));
    }),
  );
});

test("0 % changes no cost", () => {
  const nothing: Overlay[] = [
    { ...about, name: "none", kind: "discount", percent: "0", applies_to: {} },
    { ...about, name: "nil", kind: "commitment", percent: "0.000", prepaid: false, applies_to: {} },
  ];
  fc.assert(
    fc.property(usage, (of) => {
      const before = rated(of);
      const after = applyOverlays(book, {
        charge: before,
        overlays: compileOverlays(nothing),
        atMs,
      });

      expect(after.contractedCost).toBe(before.listCost);
      expect(after.effectiveCost).toBe(before.listCost);
      expect(after.billedCost).toBe(before.listCost);
      for (const { overlay, listCost } of after.lines) expect(overlay?.billedCost).toBe(listCost);
    }),
  );
});

test("discounts and commitments never raise a cost: list ≥ contracted ≥ effective ≥ billed", () => {
  fc.assert(
    fc.property(usage, fc.array(fc.oneof(discount, commitment), { maxLength: 4 }), (of, list) => {
      const { listCost, contractedCost, effectiveCost, billedCost } = applyOverlays(book, {
        charge: rated(of),
        overlays: compileOverlays(list),
        atMs,
      });

      const costs = [listCost, contractedCost, effectiveCost, billedCost].map(
        (cost) => cost ?? -1n,
      );
      expect(
        costs.every((cost, index) => index === 0 || cost <= (costs[index - 1] as bigint)),
      ).toBe(true);
    }),
  );
});

test("no overlay makes an unknown charge known", () => {
  fc.assert(
    fc.property(overlays, usage, (list, of) => {
      const unknown = unpriced("no price is known", rated(of).lines);

      expect(applyOverlays(book, { charge: unknown, overlays: compileOverlays(list), atMs })).toBe(
        unknown,
      );
    }),
  );
});
