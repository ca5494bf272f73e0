import { expect, test } from "vitest";
import { optimismOf } from "./judge-optimism.ts";

/** So many words, of which a share is good. */
const words = (count: number, share: number): boolean[] =>
  Array.from({ length: count }, (_, index) => index < Math.round(share * count));
const pairs = (count: number, judge: number, people: number): [boolean, boolean][] => {
  const judged = words(count, judge);
  return words(count, people).map((good, index) => [judged[index] ?? false, good]);
};

test("what people are not content with of the reference either does not speak against a judge", () => {
  const found = optimismOf({ pairs: pairs(400, 1, 0.7), references: words(400, 0.7) });

  expect(found?.estimate).toBeCloseTo(0, 10);
  expect(found?.atLeast).toBeLessThan(0);
  expect(found?.atMost).toBeGreaterThan(0);
});

test("a judge that calls good what people are less content with than with the reference is too optimistic, and that is proven by hundreds", () => {
  const of = (count: number) =>
    optimismOf({ pairs: pairs(count, 0.98, 0.6), references: words(count, 0.9) });

  expect(of(500)?.estimate).toBeCloseTo(0.98 - 0.6 / 0.9, 10);
  expect(of(500)?.atLeast).toBeGreaterThan(0.15);
  expect(of(500)?.atMost).toBeLessThan(0.45);
  expect(of(40)?.atLeast).toBeLessThan(of(500)?.atLeast ?? 0);
});

test("one that is stricter than people is below 0", () => {
  const found = optimismOf({ pairs: pairs(300, 0.6, 0.9), references: words(300, 0.9) });

  expect(found?.estimate).toBeCloseTo(-0.4, 10);
  expect(found?.atMost).toBeLessThan(0);
});

test("with too few words, or a reference that serves nobody, nothing is known", () => {
  expect(optimismOf({ pairs: pairs(29, 1, 1), references: words(400, 1) })).toBeUndefined();
  expect(optimismOf({ pairs: pairs(400, 1, 1), references: words(29, 1) })).toBeUndefined();
  expect(optimismOf({ pairs: pairs(400, 1, 1), references: words(400, 0) })).toBeUndefined();
});
