import fc from "fast-check";
import { expect, test } from "vitest";
import { sameAgain } from "./future.ts";
import { absorbedLoad, loadCurve, loadQuantile, overflowValue } from "./load-curve.ts";
import { costOf, marginalWorth, optimalUnits, type UnitTerms } from "./optimal-units.ts";

const steps = fc.array(
  fc.record({ load: fc.nat(1_000), rate: fc.double({ min: 0, max: 10, noNaN: true }) }),
  { minLength: 1, maxLength: 40 },
);
const curveOf = (trace: readonly Readonly<{ load: number; rate: number }>[]) =>
  loadCurve(
    Float64Array.from(trace, ({ load }) => load),
    Float64Array.from(trace, ({ load, rate }) => load * rate),
  );
const freely: UnitTerms = { capacity: 100, price: 60, minimum: 0, increment: 1, maximum: 50 };

test("the load above a capacity and the load that it absorbs are those of the steps, one by one", () => {
  fc.assert(
    fc.property(steps, fc.nat(1_200), (trace, capacity) => {
      const curve = curveOf(trace);

      const above = trace.reduce(
        (sum, { load, rate }) => sum + Math.max(0, load - capacity) * rate,
        0,
      );
      const absorbed = trace.reduce((sum, { load }) => sum + Math.min(load, capacity), 0);
      expect(overflowValue(curve, capacity)).toBeCloseTo(above, 4);
      expect(absorbedLoad(curve, capacity)).toBeCloseTo(absorbed, 6);
    }),
  );
});

test("no other number of units costs less than the optimal one", () => {
  const terms = fc.record({
    capacity: fc.integer({ min: 1, max: 400 }),
    price: fc.integer({ min: 1, max: 2_000 }),
    minimum: fc.nat(6),
    increment: fc.integer({ min: 1, max: 4 }),
    maximum: fc.nat(40),
  });
  fc.assert(
    fc.property(steps, terms, (trace, offered) => {
      const futures = [sameAgain(curveOf(trace))];
      const best = costOf(futures, offered, optimalUnits(futures, offered));

      for (let units = 0; units <= offered.maximum; units += 1) {
        const canBeBought =
          units === 0 ||
          (units >= offered.minimum && (units - offered.minimum) % offered.increment === 0);
        if (canBeBought) expect(best).toBeLessThanOrEqual(costOf(futures, offered, units) + 1e-6);
      }
    }),
  );
});

test("a unit is bought for what it alone absorbs: two idle hours of three make the second unit too dear", () => {
  const flatWithPeaks = curveOf([
    { load: 100, rate: 1 },
    { load: 100, rate: 1 },
    { load: 200, rate: 1 },
  ]);
  const futures = [sameAgain(flatWithPeaks)];

  expect(optimalUnits(futures, freely)).toBe(1);
  expect(marginalWorth(futures, freely, 1)).toBeCloseTo(100 / 60, 9);
  expect(marginalWorth(futures, freely, 2)).toBeCloseTo(100 / 3 / 60, 9);
  expect(marginalWorth(futures, freely, 0)).toBeNull();
});

test("a least purchase is made whole or not at all", () => {
  const small = [sameAgain(curveOf([{ load: 100, rate: 1 }]))];

  expect(optimalUnits(small, { ...freely, minimum: 1 })).toBe(1);
  expect(optimalUnits(small, { ...freely, minimum: 2 })).toBe(0);
  expect(optimalUnits(small, { ...freely, minimum: 2, maximum: 1 })).toBe(0);
});

test("what costs something and loads nothing is never absorbed", () => {
  const curve = loadCurve(Float64Array.of(0, 10), Float64Array.of(7, 20));

  expect(overflowValue(curve, 1_000)).toBe(7);
  expect(curve.value).toBe(27);
});

test("a quantile of the load is one that occurred", () => {
  const curve = curveOf([5, 1, 3, 9, 7].map((load) => ({ load, rate: 1 })));

  expect(loadQuantile(curve, 0.5)).toBe(5);
  expect(loadQuantile(curve, 0.95)).toBe(9);
  expect(loadQuantile(curve, 0)).toBe(1);
});

test("a negative load is refused, and so is one that is no number", () => {
  expect(() => loadCurve(Float64Array.of(-1), Float64Array.of(0))).toThrow("step 0");
  expect(() => loadCurve(Float64Array.of(Number.NaN), Float64Array.of(0))).toThrow("step 0");
  expect(() => loadCurve(Float64Array.of(1, 2), Float64Array.of(0))).toThrow("2 loads");
});
