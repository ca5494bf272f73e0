import { picodollars, sum } from "@headgate/money";
import fc from "fast-check";
import { expect, test } from "vitest";
import { couldTake, type TaskTraffic, trialStanding } from "./trials.ts";

const facts = (tried: number, mean: number) => ({
  tried,
  qualities: tried * mean,
  referenceQualities: tried * 0.9,
  undecided: 0,
  promise: 0.95,
});

test.each([
  [0, 1, "on_trial", 30],
  [29, 1, "on_trial", 1],
  [30, 0.9, "may_be_offered", 0],
  [30, 0.8, "undecided", 0],
  [30, 0.3, "falls_short", 0],
  [20, 0.1, "falls_short", 0],
  [19, 0, "on_trial", 11],
])("after %d trials of mean %d it is %s, with %d left", (tried, mean, kind, left) => {
  expect(trialStanding(facts(tried, mean))).toMatchObject({ kind, left });
});

test("a trial ends too once as many calls as it needs could be judged by nobody", () => {
  expect(trialStanding({ ...facts(12, 1), undecided: 29 })).toMatchObject({ kind: "on_trial" });
  expect(trialStanding({ ...facts(12, 1), undecided: 30 })).toEqual({
    kind: "undecided",
    left: 0,
    reason: "nobody could judge 30 calls, and 12 of 30 were judged",
  });
  expect(trialStanding({ ...facts(30, 1), undecided: 90 }).kind).toBe("may_be_offered");
});

test("figures of a trial are told", () => {
  expect(trialStanding(facts(30, 0.8)).reason).toBe(
    "80.0 % against 85.5 % that the promise asks, on 30 calls",
  );
});

test("so few or so many trials are refused", () => {
  expect(() => trialStanding({ ...facts(0, 0), needed: 5 })).toThrow(RangeError);
  expect(() => trialStanding({ ...facts(0, 0), needed: 51 })).toThrow(RangeError);
});

const traffic = (more: Partial<TaskTraffic>): TaskTraffic => ({
  fingerprint: "f",
  task: "summarise",
  tier: "budget",
  calls: 100,
  costs: picodollars(1_000n),
  wouldCost: picodollars(400n),
  unfit: undefined,
  ...more,
});

test("a new model is told what it could take, what that saves and what finding out costs", () => {
  const tasks = [
    traffic({ fingerprint: "small" }),
    traffic({ fingerprint: "large", tier: "premium", costs: picodollars(10_000n) }),
    traffic({ unfit: "it cannot call tools" }),
    traffic({ costs: undefined }),
    traffic({ wouldCost: picodollars(1_000n) }),
  ];

  expect(couldTake(tasks, { tier: "budget" })).toEqual({
    takes: [
      {
        fingerprint: "large",
        task: "summarise",
        calls: 100,
        saves: 9_600n,
        trialCosts: 120n,
        isAssumedAble: false,
      },
      {
        fingerprint: "small",
        task: "summarise",
        calls: 100,
        saves: 600n,
        trialCosts: 120n,
        isAssumedAble: true,
      },
    ],
    saves: 10_200n,
    trialCosts: 240n,
    not: { tasks: 3, unfit: 1, priceUnknown: 1, notCheaper: 1 },
  });
});

test("every task is offered or counted, and the sums are exact", () => {
  const cost = fc.option(fc.bigInt({ min: 0n, max: 10n ** 15n }), { nil: undefined });
  const task = fc.record({ costs: cost, wouldCost: cost, calls: fc.nat(1_000) });
  fc.assert(
    fc.property(fc.array(task), (some) => {
      const tasks = some.map((one) => traffic(one as Partial<TaskTraffic>));
      const { takes, saves, trialCosts, not } = couldTake(tasks, { tier: undefined });
      expect(takes.length + not.tasks).toBe(tasks.length);
      expect(not.unfit + not.priceUnknown + not.notCheaper).toBeGreaterThanOrEqual(not.tasks);
      expect(saves).toBe(sum(takes.map((one) => one.saves)));
      expect(trialCosts).toBe(sum(takes.map((one) => one.trialCosts)));
    }),
  );
});
