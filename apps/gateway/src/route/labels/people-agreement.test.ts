import { expect, test } from "vitest";
import { type Pair, PeopleAgreement } from "./people-agreement.ts";

const pairsOf = (
  counts: Readonly<Record<"yesYes" | "yesNo" | "noYes" | "noNo", number>>,
  key = "one",
): Pair[] =>
  (
    [
      ["yesYes", true, true],
      ["yesNo", true, false],
      ["noYes", false, true],
      ["noNo", false, false],
    ] as const
  ).flatMap(([name, judge, people]) =>
    Array.from({ length: counts[name] }, () => ({ judge, people, key })),
  );
const agreementOf = (...of: Parameters<typeof pairsOf>) => new PeopleAgreement(pairsOf(...of));

test("agreement, its bound and kappa are as worked out by hand", () => {
  // 35 of 50 agree; by chance it would be 0.5 × 0.6 + 0.5 × 0.4 = 0.5.
  const agreement = agreementOf({ yesYes: 20, yesNo: 5, noYes: 10, noNo: 15 });

  expect(agreement.agreed).toBe(0.7);
  expect(agreement.kappa).toBeCloseTo(0.4, 12);
  // (0.7 + 0.02706 − 1.6449 √(0.0042 + 0.00027057)) / 1.05411
  expect(agreement.lowerBound).toBeCloseTo(0.5854, 3);
  expect(agreement.isContradicted).toBe(true);
});

test("few pairs contradict nobody, and of none nothing is told", () => {
  expect(agreementOf({ yesYes: 0, yesNo: 29, noYes: 0, noNo: 0 }).isContradicted).toBe(false);
  expect(agreementOf({ yesYes: 0, yesNo: 30, noYes: 0, noNo: 0 }).isContradicted).toBe(true);
  expect(agreementOf({ yesYes: 26, yesNo: 4, noYes: 0, noNo: 0 }).isContradicted).toBe(false);
  const none = new PeopleAgreement();
  expect([none.agreed, none.lowerBound, none.kappa]).toEqual([undefined, undefined, undefined]);
});

test("where all say the same kappa says nothing", () => {
  expect(agreementOf({ yesYes: 40, yesNo: 0, noYes: 0, noNo: 0 }).kappa).toBeUndefined();
});

const none = { yesYes: 0, yesNo: 0, noYes: 0, noNo: 0 };
const fiveKeys = ["a", "b", "c", "d", "e"];

test("one key among several neither contradicts a judge nor clears it, however often it speaks", () => {
  const agrees = fiveKeys.flatMap((key) => pairsOf({ ...none, yesYes: 10 }, key));
  const contradicts = fiveKeys.flatMap((key) => pairsOf({ ...none, yesNo: 10 }, key));

  const against = new PeopleAgreement([...agrees, ...pairsOf({ ...none, yesNo: 400 }, "loud")]);
  const forIt = new PeopleAgreement([...contradicts, ...pairsOf({ ...none, yesYes: 400 }, "loud")]);

  expect([against.counting, against.isContradicted]).toEqual([60, false]);
  expect([forIt.counting, forIt.isContradicted]).toEqual([60, true]);
});

test("what the only key proved stays when another one's first words leave too few that count", () => {
  const agreement = agreementOf({ ...none, yesNo: 100 });
  expect(agreement.isContradicted).toBe(true);

  for (const pair of pairsOf({ ...none, yesYes: 300 }, "two")) agreement.note(pair);

  expect([agreement.counting, agreement.isContradicted]).toEqual([20, true]);
  const { pairs, isContradicted } = agreement;
  expect(new PeopleAgreement(pairs, isContradicted).isContradicted).toBe(true);
});
