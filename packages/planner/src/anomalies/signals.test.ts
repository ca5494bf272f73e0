import { expect, test } from "vitest";
import { CONSTRUCTED_FROM, constructedSpend } from "../statistics/constructed-spend.fixture.ts";
import { DAY_MS, type SpendSeries } from "../statistics/spend-series.ts";
import { findAnomalies } from "./find-anomalies.ts";

const DAYS = 90;
const CALLS = 400;
const PROMPT = 1_000;
/** The day on which something happens: a Friday. */
const DAY = 60;
const SUNDAY = 62;

/** Answers make what a call costs go up and down; prompts and what of them is cached stay as they are. */
function spendOf(
  on: Readonly<{ dearer: number; promptTokens?: number; cachedShare?: number }>,
  days: readonly number[] = [DAY],
): SpendSeries {
  const { grain, points } = constructedSpend({
    grain: "day",
    days: DAYS,
    seed: 4,
    noise: 0.1,
    planted: (day) => (days.includes(day) ? on.dearer : 1),
  });
  return {
    grain,
    points: points.map((point, day) => {
      // As many calls as dollars: weekends have fewer of both.
      const calls = day % 7 >= 5 ? CALLS / 3 : CALLS;
      const { promptTokens = PROMPT, cachedShare = 0.4 } = days.includes(day) ? on : {};
      const ofPrompts = Math.round(calls * promptTokens);
      return {
        ...point,
        calls,
        tokens: Math.round(calls * (promptTokens + 300)),
        promptTokens: ofPrompts,
        cachedTokens: Math.round(ofPrompts * cachedShare),
      };
    }),
  };
}

const told = (series: SpendSeries) => {
  const found = findAnomalies(series);
  if (found.kind !== "judged") throw new TypeError(`not judged: ${found.kind}`);
  return found.anomalies.map(({ measure, direction, startMs, endMs, excess }) => ({
    measure,
    direction,
    from: (startMs - CONSTRUCTED_FROM) / DAY_MS,
    days: (endMs - startMs) / DAY_MS,
    isOfDollars: excess > 0n,
  }));
};

const dearerCalls = {
  measure: "cost_per_call",
  direction: "above",
  from: DAY,
  days: 1,
  isOfDollars: true,
};

test("a third more a call is lost in how long answers are", () => {
  expect(told(spendOf({ dearer: 1.33 }))).toEqual([]);
});

test.each([
  { dearer: 1.33, promptTokens: 1.5 * PROMPT },
  { dearer: 1.33, cachedShare: 0 },
])("by what a prompt is made of ($promptTokens, $cachedShare) it is seen", (on) => {
  expect(told(spendOf(on))).toEqual([dearerCalls]);
});

test("longer prompts that cost nothing more are no anomaly", () => {
  expect(told(spendOf({ dearer: 1, promptTokens: 1.5 * PROMPT }))).toEqual([]);
});

test("what began on a Sunday began then, though a Sunday has too few dollars to be worth a look", () => {
  const on = { dearer: 1.25, promptTokens: 1.5 * PROMPT };

  expect(told(spendOf(on, [SUNDAY]))).toEqual([]);
  expect(told(spendOf(on, [SUNDAY, SUNDAY + 1]))).toEqual([
    { ...dearerCalls, from: SUNDAY, days: 2 },
  ]);
});
