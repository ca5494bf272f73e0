import { picodollars, ZERO } from "@headgate/money";
import fc from "fast-check";
import { expect, test } from "vitest";
import { chooseBesideReference } from "./choose-model.ts";
import { uniformAt } from "./hashing.ts";
import { BudgetPacer, defaultPacer, type PacedDay } from "./pacer.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const dayOf = (index: number): PacedDay => ({ beginsMs: index * DAY, endsMs: (index + 1) * DAY });

/**
 * Simulated traffic: the reference costs about `unit`, a cheaper model a twentieth, and how much worse it is differs from call
 * to call, between nothing and all.
 */
function simulate({
  calls,
  share,
  unit = 1_000_000_000n,
  days = 1,
  timeOf = (nth: number) => (nth + 0.5) / calls,
  seed = 1,
}: Readonly<{
  calls: number;
  share: number;
  unit?: bigint;
  days?: number;
  timeOf?: (nth: number) => number;
  seed?: number;
}>) {
  const budget = picodollars((BigInt(Math.round(share * 1_000)) * unit * BigInt(calls)) / 1_000n);
  const pacer = new BudgetPacer({ ...defaultPacer, budget }, dayOf(0));
  const dials: number[] = [];
  const shares: number[] = [];
  for (let index = 0; index < days; index += 1) {
    const day = dayOf(index);
    for (let nth = 0; nth < calls; nth += 1) {
      const at = day.beginsMs + timeOf(nth) * DAY;
      const size = 0.5 + uniformAt(nth, seed + index);
      const reference = { model: "reference", cost: Number(unit) * size, quality: 1 };
      const quality = 1 - uniformAt(nth, seed + index + 1_000);
      const cheap = { model: "cheap", cost: reference.cost / 20, quality };
      const lambda = pacer.lambda(day, at);
      const chosen = chooseBesideReference([reference, cheap], { reference, lambda });
      pacer.note(
        {
          spent: picodollars(BigInt(Math.round(chosen.cost))),
          reference: picodollars(BigInt(Math.round(reference.cost))),
        },
        day,
        at,
      );
      dials.push(pacer.state.dial);
    }
    shares.push(Number(pacer.spent) / Number(budget));
  }
  return { pacer, dials, shares };
}

test("even traffic spends the day's budget within 5 %, whatever the budget and the price of a call: simulated", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.15, max: 0.9, noNaN: true }),
      fc.integer({ min: 1_000, max: 4_000 }),
      fc.bigInt({ min: 1_000_000n, max: 10n ** 13n }),
      fc.integer({ min: 1, max: 1_000 }),
      (share, calls, unit, seed) => {
        const { shares } = simulate({ calls, share, unit, seed });
        expect(shares[0]).toBeGreaterThan(0.95);
        expect(shares[0]).toBeLessThan(1.05);
      },
    ),
    { numRuns: 25 },
  );
});

test("a budget that the reference does not use up changes nothing for long, one that nothing fits is the ceiling: simulated", () => {
  const ample = simulate({ calls: 1_000, share: 1.5 });
  const tight = simulate({ calls: 1_000, share: 0.02 });

  expect(Math.max(...ample.dials)).toBeLessThan(0.1);
  expect(ample.shares[0]).toBeCloseTo(1 / 1.5, 1);
  expect(tight.dials.at(-1)).toBe(defaultPacer.ceiling);
});

test("after a burst it saves until the day is made up for: simulated", () => {
  // Half of the day's calls come within the tenth hour.
  const calls = 4_000;
  const timeOf = (nth: number): number => {
    const place = nth / calls;
    if (place < 0.2) return (place / 0.2) * (10 / 24);
    if (place < 0.7) return 10 / 24 + ((place - 0.2) / 0.5) * (1 / 24);
    return 11 / 24 + ((place - 0.7) / 0.3) * (13 / 24);
  };

  const { shares, dials } = simulate({ calls, share: 0.4, timeOf, days: 2 });

  for (const share of shares) {
    expect(share).toBeGreaterThan(0.9);
    expect(share).toBeLessThan(1.05);
  }
  const burst = Math.max(...dials.slice(0.2 * calls, 0.7 * calls));
  expect(burst).toBeGreaterThan(dials[0.2 * calls - 1] as number);
  expect(dials.at(-1)).toBeLessThan(burst);
});

test("the dial is never below its floor nor above its ceiling, and what is spent is exact", () => {
  const call = fc.record({
    spent: fc.bigInt({ min: 0n, max: 10n ** 16n }),
    reference: fc.bigInt({ min: 0n, max: 10n ** 16n }),
    at: fc.integer({ min: -DAY, max: 3 * DAY }),
  });
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.array(call), (budget, calls) => {
      const settings = { ...defaultPacer, budget: picodollars(budget) };
      const pacer = new BudgetPacer(settings, dayOf(0));
      let sum = 0n;
      for (const { spent, reference, at } of calls) {
        pacer.note({ spent: picodollars(spent), reference: picodollars(reference) }, dayOf(0), at);
        sum += spent;
        const dial = pacer.dial(dayOf(0), at);
        expect(dial).toBeGreaterThanOrEqual(0);
        expect(dial).toBeLessThanOrEqual(defaultPacer.ceiling);
        expect(pacer.lambda(dayOf(0), at)).toBeGreaterThanOrEqual(0);
      }
      expect(pacer.spent).toBe(sum);
    }),
  );
});

test("one step is worked out by hand", () => {
  const settings = { ...defaultPacer, step: 10, budget: picodollars(2_400n) };
  const pacer = new BudgetPacer(settings, dayOf(0));

  // By three o'clock 300 of 2,400 are planned: 10 × (420 − 300) / 2,400.
  pacer.note({ spent: picodollars(420n), reference: picodollars(500n) }, dayOf(0), 3 * HOUR);
  expect(pacer.dial(dayOf(0), 3 * HOUR)).toBeCloseTo(0.5, 12);
  expect(pacer.lambda(dayOf(0), 3 * HOUR)).toBeCloseTo(0.5 / 500, 12);

  // Until half past four nothing comes: of the other 1,980 over 21 hours 141 were planned.
  expect(pacer.dial(dayOf(0), 4.5 * HOUR)).toBe(0);
});

test("who has spent the day's budget has the ceiling until the next day, whose dial is the day's before", () => {
  const settings = { ...defaultPacer, step: 0.1, budget: picodollars(100n) };
  const pacer = new BudgetPacer(settings, dayOf(0));
  pacer.note({ spent: picodollars(100n), reference: picodollars(100n) }, dayOf(0), HOUR);
  const { dial } = pacer.state;

  expect(pacer.dial(dayOf(0), HOUR)).toBe(defaultPacer.ceiling);
  expect(pacer.dial(dayOf(1), DAY)).toBe(dial);
  expect(pacer.spent).toBe(ZERO);
});

test("a pacer goes on from its state", () => {
  const settings = { ...defaultPacer, budget: picodollars(1_000n) };
  const one = new BudgetPacer(settings, dayOf(0));
  one.note({ spent: picodollars(300n), reference: picodollars(400n) }, dayOf(0), HOUR);
  const other = new BudgetPacer(settings, dayOf(0), one.state);

  expect(other.lambda(dayOf(0), 2 * HOUR)).toBe(one.lambda(dayOf(0), 2 * HOUR));
  expect(() => new BudgetPacer({ ...settings, floor: -1 }, dayOf(0))).toThrow(RangeError);
});
