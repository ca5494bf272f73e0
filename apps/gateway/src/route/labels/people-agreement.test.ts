import { expect, test } from "vitest";
import { PeopleAgreement } from "./people-agreement.ts";

const pairsOf = (counts: Readonly<Record<"yesYes" | "yesNo" | "noYes" | "noNo", number>>) =>
  new PeopleAgreement([
    ...Array.from({ length: counts.yesYes }, (): [boolean, boolean] => [true, true]),
    ...Array.from({ length: counts.yesNo }, (): [boolean, boolean] => [true, false]),
    ...Array.from({ length: counts.noYes }, (): [boolean, boolean] => [false, true]),
    ...Array.from({ length: counts.noNo }, (): [boolean, boolean] => [false, false]),
  ]);

test("agreement, its bound and kappa are as worked out by hand", () => {
  // 35 of 50 agree; by chance it would be 0.5 × 0.6 + 0.5 × 0.4 = 0.5.
  const agreement = pairsOf({ yesYes: 20, yesNo: 5, noYes: 10, noNo: 15 });

  expect(agreement.agreed).toBe(0.7);
  expect(agreement.kappa).toBeCloseTo(0.4, 12);
  // (0.7 + 0.02706 − 1.6449 √(0.0042 + 0.00027057)) / 1.05411
  expect(agreement.lowerBound).toBeCloseTo(0.5854, 3);
  expect(agreement.isContradicted).toBe(true);
});

test("few pairs contradict nobody, and of none nothing is told", () => {
  expect(pairsOf({ yesYes: 0, yesNo: 29, noYes: 0, noNo: 0 }).isContradicted).toBe(false);
  expect(pairsOf({ yesYes: 0, yesNo: 30, noYes: 0, noNo: 0 }).isContradicted).toBe(true);
  expect(pairsOf({ yesYes: 26, yesNo: 4, noYes: 0, noNo: 0 }).isContradicted).toBe(false);
  const none = new PeopleAgreement();
  expect([none.agreed, none.lowerBound, none.kappa]).toEqual([undefined, undefined, undefined]);
});

test("where all say the same kappa says nothing", () => {
  expect(pairsOf({ yesYes: 40, yesNo: 0, noYes: 0, noNo: 0 }).kappa).toBeUndefined();
});
