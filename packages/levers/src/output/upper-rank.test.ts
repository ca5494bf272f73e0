import { expect, test } from "vitest";
import { upperRank } from "./upper-rank.ts";

const p99 = { quantile: 0.99, confidence: 0.95 };

test("fewer than 299 observations bound no 99th percentile at 95 %", () => {
  expect(upperRank(298, p99)).toBeUndefined();
  expect(upperRank(299, p99)).toBe(299);
});

test("the rank leaves at most the allowed doubt, and the one below it leaves more", () => {
  const shareBelow = (n: number, rank: number): number => {
    let term = 0.01 ** 0 * 0.99 ** n;
    let above = 0;
    for (let k = n; k >= rank; k--) {
      above += term;
      term = (term * k * 0.01) / ((n - k + 1) * 0.99);
    }
    return 1 - above;
  };
  for (const n of [300, 473, 474, 1_000, 5_000, 10_000]) {
    const rank = upperRank(n, p99) as number;
    expect(shareBelow(n, rank)).toBeGreaterThanOrEqual(0.95);
    expect(shareBelow(n, rank - 1)).toBeLessThan(0.95);
  }
});

test("the median of five is bounded by the largest only", () => {
  expect(upperRank(5, { quantile: 0.5, confidence: 0.95 })).toBe(5);
  expect(upperRank(4, { quantile: 0.5, confidence: 0.95 })).toBeUndefined();
});
