import fc from "fast-check";
import { expect, test } from "vitest";
import { lengthAtRank, TokenHistogram } from "./token-histogram.ts";

const lengths = fc.array(fc.nat({ max: 2_000_000 }), { minLength: 1, maxLength: 200 });

test("the length at a rank is never below the true one, and at most 6.25 % above it", () => {
  fc.assert(
    fc.property(lengths, fc.nat(), (tokens, seed) => {
      const histogram = new TokenHistogram();
      for (const one of tokens) histogram.add(one);
      const rank = (seed % tokens.length) + 1;
      const exact = [...tokens].sort((a, b) => a - b)[rank - 1] as number;
      const found = lengthAtRank([histogram], rank) as number;

      expect(found).toBeGreaterThanOrEqual(exact);
      expect(found).toBeLessThanOrEqual(exact * 1.0625);
    }),
  );
});

test("two histograms answer as one of both", () => {
  fc.assert(
    fc.property(lengths, lengths, (first, second) => {
      const apart = [first, second].map((tokens) => {
        const histogram = new TokenHistogram();
        for (const one of tokens) histogram.add(one);
        return histogram;
      });
      const together = new TokenHistogram();
      for (const one of [...first, ...second]) together.add(one);

      expect(lengthAtRank(apart, together.n)).toBe(lengthAtRank([together], together.n));
    }),
  );
});

test("a rank among those that were cut has no known length", () => {
  const histogram = new TokenHistogram();
  histogram.add(10);
  histogram.addCut();

  expect(lengthAtRank([histogram], 1)).toBe(10);
  expect(lengthAtRank([histogram], 2)).toBeUndefined();
  expect(histogram).toMatchObject({ n: 2, cut: 1 });
});
