import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { upperBoundOfShare } from "./clopper-pearson.ts";

/** P(X ≤ wrong) for a binomial, summed term by term; in logarithms, as the first may be too small for a number. */
function atMost(wrong: number, seen: number, share: number): number {
  let term = seen * Math.log1p(-share);
  let sum = Math.exp(term);
  for (let k = 1; k <= wrong; k += 1) {
    term += Math.log((seen - k + 1) / k) + Math.log(share / (1 - share));
    sum += Math.exp(term);
  }
  return sum;
}

describe("upperBoundOfShare", () => {
  it("is the share under which so few wrong ones are just as rare as said", () => {
    const counts = fc
      .integer({ min: 1, max: 200 })
      .chain((seen) => fc.tuple(fc.integer({ min: 0, max: seen - 1 }), fc.constant(seen)));
    fc.assert(
      fc.property(counts, fc.constantFrom(0.8, 0.9, 0.95, 0.99), ([wrong, seen], confidence) => {
        const bound = upperBoundOfShare({ wrong, seen }, confidence);

        expect(bound).toBeGreaterThan(wrong / seen);
        expect(atMost(wrong, seen, bound)).toBeCloseTo(1 - confidence, 6);
      }),
    );
  });

  it("is 1 − (1 − confidence)^(1/n) where nothing was wrong", () => {
    expect(upperBoundOfShare({ wrong: 0, seen: 29 }, 0.95)).toBeCloseTo(1 - 0.05 ** (1 / 29), 9);
  });

  it("says nothing where all was wrong, or nothing was seen", () => {
    expect(upperBoundOfShare({ wrong: 3, seen: 3 }, 0.9)).toBe(1);
    expect(upperBoundOfShare({ wrong: 0, seen: 0 }, 0.9)).toBe(1);
  });
});
