import { picodollars, sum } from "@headgate/money";
import fc from "fast-check";
import { expect, test } from "vitest";
import { CONSTRUCTED_FROM, constructedSpend } from "../statistics/constructed-spend.fixture.ts";
import { DAY_MS, type SpendPoint } from "../statistics/spend-series.ts";
import { backTest } from "./back-test.ts";
import { forecastPeriod, periodAt } from "./forecast-period.ts";
import { forecastMethodNames, forecastMethods } from "./methods.ts";

const DOLLAR = 10n ** 12n;
/** Days that end yesterday, seen from noon of a day. */
const daysBefore = (nowMs: number, costs: readonly bigint[]): readonly SpendPoint[] => {
  const today = Math.floor(nowMs / DAY_MS) * DAY_MS;
  return costs.map((cost, index) => ({
    startMs: today - (costs.length - index) * DAY_MS,
    cost: picodollars(cost * DOLLAR),
  }));
};
const NOON = Date.UTC(2026, 4, 16, 12);

test("a constant spend is foretold exactly by every method, with an interval of no width", () => {
  for (const name of forecastMethodNames) {
    const [first, second] = forecastMethods[name](
      Array.from({ length: 70 }, () => 5),
      2,
    );
    expect(first).toBeCloseTo(5, 9);
    expect(second).toBeCloseTo(5, 9);
  }
  const forecast = forecastPeriod("month", daysBefore(NOON, Array(90).fill(10n)), NOON);

  expect(forecast).toMatchObject({
    kind: "forecast",
    spent: 150n * DOLLAR,
    daysLeft: 16,
    expected: 310n * DOLLAR,
    interval: { low: 310n * DOLLAR, high: 310n * DOLLAR },
    backTest: { meanAbsoluteError: 0, coverage: 1, horizonDays: 16 },
  });
});

test("a weekly rhythm is continued on the right weekdays", () => {
  const rhythm = Array.from({ length: 70 }, (_, day) => (day % 7) + 1);

  for (const name of forecastMethodNames) {
    const ahead = forecastMethods[name](rhythm, 9);
    for (const [index, cost] of ahead.entries())
      expect(cost).toBeCloseTo(((70 + index) % 7) + 1, 6);
  }
});

test("what was spent is exact, and the interval holds the expected sum", () => {
  const costs = fc.array(fc.bigInt({ min: 1n, max: 1_000_000n }), {
    minLength: 28,
    maxLength: 150,
  });
  fc.assert(
    fc.property(costs, fc.integer({ min: 0, max: 90 }), (spends, day) => {
      const now = NOON + day * DAY_MS;
      const days = daysBefore(now, spends);
      const forecast = forecastPeriod("quarter", days, now);
      const { startMs } = periodAt("quarter", now);

      const inPeriod = days.filter((point) => point.startMs >= startMs);
      expect(forecast.spent).toBe(sum(inPeriod.flatMap(({ cost }) => cost ?? [])));
      if (forecast.kind !== "forecast") return;
      expect(forecast.expected >= forecast.spent).toBe(true);
      if (forecast.interval === null) {
        expect(forecast.reason).not.toBeNull();
      } else {
        expect(forecast.interval.low <= forecast.expected).toBe(true);
        expect(forecast.interval.high >= forecast.expected).toBe(true);
        expect(forecast.interval.low >= forecast.spent).toBe(true);
      }
    }),
    { numRuns: 20 },
  );
});

test("on constructed histories the intervals hold the month's end about as often as they say", () => {
  let held = 0;
  let asked = 0;
  for (let seed = 1; seed <= 20; seed += 1) {
    const { points } = constructedSpend({
      grain: "day",
      days: 260,
      seed,
      noise: 0.25,
      growth: 0.002,
    });
    for (const cut of [140, 172, 205]) {
      const now = CONSTRUCTED_FROM + cut * DAY_MS;
      const { endMs } = periodAt("month", now);
      const forecast = forecastPeriod("month", points.slice(0, cut), now);
      if (forecast.kind !== "forecast" || forecast.interval === null) {
        throw new TypeError("140 days are enough");
      }
      const actual = sum(
        points
          .filter(({ startMs }) => startMs >= forecast.startMs && startMs < endMs)
          .flatMap(({ cost }) => cost ?? []),
      );
      asked += 1;
      if (actual >= forecast.interval.low && actual <= forecast.interval.high) held += 1;
    }
  }
  expect(held / asked).toBeGreaterThanOrEqual(0.7);
  expect(held / asked).toBeLessThan(1);
});

test("the method is the one that did best on the history itself", () => {
  const growing = Array.from({ length: 120 }, (_, day) => 100 * 1.02 ** day);
  const errors = forecastMethodNames.map((name) => backTest(name, growing, 14)?.meanAbsoluteError);
  const least = Math.min(...errors.map((error) => error as number));

  const days = daysBefore(
    NOON,
    growing.map((cost) => BigInt(Math.round(cost))),
  );
  const forecast = forecastPeriod("month", days, NOON);

  expect(least).toBe(errors[forecastMethodNames.indexOf("growing-weekday")]);
  expect(forecast).toMatchObject({ kind: "forecast", method: "growing-weekday" });
});

test("with less than four weeks there is no forecast, with less than two horizons no interval", () => {
  expect(forecastPeriod("month", daysBefore(NOON, Array(27).fill(1n)), NOON)).toMatchObject({
    kind: "history-too-short",
    neededDays: 28,
    knownDays: 27,
    spent: 15n * DOLLAR,
  });
  expect(forecastPeriod("month", daysBefore(NOON, Array(40).fill(1n)), NOON)).toMatchObject({
    kind: "forecast",
    expected: 31n * DOLLAR,
    interval: null,
    backTest: { horizonDays: 6 },
    reason: expect.stringContaining("60 days of history are needed"),
  });
});

test("a day that is not known is not taken for a day without spend", () => {
  const days = daysBefore(NOON, Array(90).fill(1n)).map((day, index) =>
    index === 80 ? { ...day, cost: null } : day,
  );

  expect(forecastPeriod("month", days, NOON)).toMatchObject({
    kind: "history-too-short",
    knownDays: 9,
  });
});

test("a period will have cost no less than it has by now, today among it", () => {
  const days = daysBefore(NOON, Array(90).fill(10n));
  const today = (dollars: bigint) =>
    forecastPeriod("month", days, NOON, picodollars(dollars * DOLLAR));

  // What today was expected to cost changes nothing while it is not used up.
  expect(today(0n)).toEqual(forecastPeriod("month", days, NOON));
  expect(today(10n)).toEqual(forecastPeriod("month", days, NOON));
  // The fifteen days before, today, and fifteen usual ones.
  expect(today(5_000n)).toMatchObject({
    spent: 150n * DOLLAR,
    expected: 5_300n * DOLLAR,
    interval: { low: 5_300n * DOLLAR, high: 5_300n * DOLLAR },
    wideInterval: { low: 5_300n * DOLLAR, high: 5_300n * DOLLAR },
  });
});

test("whatever today has cost, neither end of an interval is below what is spent by now", () => {
  const costs = fc.array(fc.bigInt({ min: 1n, max: 1_000n }), { minLength: 60, maxLength: 120 });
  fc.assert(
    fc.property(costs, fc.bigInt({ min: 0n, max: 3_000n }), (spends, dollars) => {
      const today = picodollars(dollars * DOLLAR);
      const days = daysBefore(NOON, spends);
      const forecast = forecastPeriod("month", days, NOON, today);
      if (forecast.kind !== "forecast" || forecast.interval === null) {
        throw new TypeError("sixty days are enough");
      }
      const { spent, expected, interval } = forecast;
      expect(interval.low >= spent + today).toBe(true);
      expect(interval.low <= expected).toBe(true);
      expect(expected <= interval.high).toBe(true);
    }),
    { numRuns: 20 },
  );
});

test("days at the end that are not known are foretold, as those to come are", () => {
  const days = daysBefore(NOON, Array(90).fill(10n));
  const until = (knownDays: number) =>
    days.map((day, index) => (index < knownDays ? day : { ...day, cost: null }));

  expect(forecastPeriod("month", until(83), NOON)).toMatchObject({
    kind: "forecast",
    spent: 80n * DOLLAR,
    unknownDays: 7,
    daysLeft: 16,
    expected: 310n * DOLLAR,
    interval: { low: 310n * DOLLAR, high: 310n * DOLLAR },
    backTest: { horizonDays: 23 },
  });
  // Days before the month are foretold as well, and are not of its sum.
  expect(forecastPeriod("month", until(70), NOON)).toMatchObject({
    kind: "forecast",
    spent: 0n,
    unknownDays: 15,
    expected: 310n * DOLLAR,
  });
  expect(forecastPeriod("month", until(0), NOON)).toMatchObject({
    kind: "history-too-short",
    knownDays: 0,
  });
});
