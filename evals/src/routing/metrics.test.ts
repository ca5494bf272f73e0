import { expect, test } from "vitest";
import {
  aboveNoRouter,
  aiq,
  apgr,
  callShareFor,
  costFor,
  curveOf,
  hullOf,
  savedAt,
} from "./metrics.ts";

/** The weak model is right on one of four, the strong one on three; the order is the best there is but for one. */
const rows = [
  { score: 4, weak: 0, strong: 1 },
  { score: 3, weak: 1, strong: 1 },
  { score: 2, weak: 0, strong: 1 },
  { score: 1, weak: 0, strong: 0 },
];

test("the gap won back is the area between the steps of the curve: .625 by hand", () => {
  const curve = curveOf(rows);

  // Quality at 0, 1, 2, 3, 4 strong calls: .25, .5, .5, .75, .75; gap .5.
  expect(curve.map(({ quality }) => quality)).toEqual([0.25, 0.5, 0.5, 0.75, 0.75]);
  // Recovered 0, .5, .5, 1, 1: trapezoids (.25 + .5 + .75 + 1) / 4.
  expect(apgr(curve)).toBeCloseTo(0.625, 12);
});

test("half the gap needs one call in four, four fifths 2.6 calls in four", () => {
  const curve = curveOf(rows);

  expect(callShareFor(curve, 0.5)).toBeCloseTo(0.25, 12);
  expect(callShareFor(curve, 0.8)).toBeCloseTo(0.65, 12);
});

test("two thirds of the strong quality is had with one strong call in four", () => {
  const saved = savedAt(curveOf(rows), { quality: 2 / 3, weakCost: 1, strongCost: 10 });

  expect(saved).toBeCloseTo(1 - (0.25 * 10 + 0.75) / 10, 12);
});

test("equal scores are the mean of all orders, which wins back half", () => {
  expect(apgr(curveOf(rows.map((row) => ({ ...row, score: 1 }))))).toBeCloseTo(0.5, 12);
});

test("an order is told from random ones by its deviation, worked out by hand; over all orders it is 0 on average and 1 squared", () => {
  // Differences 1, 0, 1, 0 at .125, .375, .625, .875: above the middle by .375 − .125 = .25.
  // Variance (2 − 2² / 4) × 5 / 48 = .1042.
  expect(aboveNoRouter(rows)).toBeCloseTo(0.25 / Math.sqrt(5 / 48), 12);

  const all = permutations([4, 3, 2, 1]).map((scores) =>
    aboveNoRouter(rows.map((row, index) => ({ ...row, score: scores[index] as number }))),
  );
  expect(all).toHaveLength(24);
  expect(all.reduce((sum, one) => sum + one, 0)).toBeCloseTo(0, 10);
  expect(all.reduce((sum, one) => sum + one ** 2, 0) / 24).toBeCloseTo(1, 10);
});

test("where the strong model is the worse one an order that asks it first lies below no router; equal scores lie on it", () => {
  const worse = [
    { score: 2, weak: 1, strong: 0 },
    { score: 1, weak: 1, strong: 1 },
    { score: 0, weak: 0, strong: 0 },
  ];

  expect(aboveNoRouter(worse)).toBeLessThan(-1);
  expect(aboveNoRouter(worse.map((row) => ({ ...row, score: -row.score })))).toBeGreaterThan(1);
  expect(aboveNoRouter(worse.map((row) => ({ ...row, score: 1 })))).toBe(0);
});

function permutations(values: readonly number[]): readonly (readonly number[])[] {
  if (values.length < 2) return [values];
  return values.flatMap((first) =>
    permutations(values.filter((value) => value !== first)).map((rest) => [first, ...rest]),
  );
}

const points = [
  { cost: 1, quality: 0.4 },
  { cost: 2, quality: 0.5 },
  { cost: 3, quality: 0.8 },
  { cost: 4, quality: 0.7 },
];

test("points below a mixture of others, or dearer and worse, are not on the hull", () => {
  expect(hullOf(points)).toEqual([
    { cost: 1, quality: 0.4 },
    { cost: 3, quality: 0.8 },
  ]);
});

test("the area under the hull, level to the dearest model, over the costs' distance is .667", () => {
  // From 1 to 3: 2 × .6; from 3 to 4: .8; over 3.
  expect(aiq(points, { from: 1, to: 4 })).toBeCloseTo(2 / 3, 12);
});

test("a quality between two points is had by mixing them; one above all is not had", () => {
  expect(costFor(points, 0.6)).toBeCloseTo(2, 12);
  expect(costFor(points, 0.81)).toBeUndefined();
});
