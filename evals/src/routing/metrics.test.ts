import { expect, test } from "vitest";
import { aiq, apgr, callShareFor, costFor, curveOf, hullOf, savedAt } from "./metrics.ts";

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
