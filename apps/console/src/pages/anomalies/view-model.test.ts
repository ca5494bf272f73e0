import { expect, test } from "vitest";
import type { Foretold } from "./query.ts";
import {
  type Anomaly,
  anomalySearch,
  backTestText,
  type Forecast,
  foretoldPoints,
  judgedPoints,
  methodText,
  namedCause,
  simulatedHistory,
  sliceWords,
} from "./view-model.ts";

const forecast: Forecast = {
  period: "month",
  start: "2026-11-01T00:00:00.000Z",
  end: "2026-11-06T00:00:00.000Z",
  spent: "3.000000000000",
  unknown_days: 0,
  days_left: 2,
  kind: "forecast",
  method: "usual-weekday",
  expected: "5.000000000000",
  interval: { low: "4.000000000000", high: "7.000000000000", coverage: 0.8 },
  wide_interval: { low: "3.500000000000", high: "8.000000000000", coverage: 0.95 },
  back_test: {
    horizon_days: 2,
    origins: 60,
    independent_origins: 30,
    mean_absolute_error: 0.04,
    coverage: 0.81,
  },
  reason: null,
};
const row = (day: number, cost: string): Foretold["days"][number] =>
  ({ start: `2026-11-0${day}T00:00:00.000Z`, effective_cost: cost }) as Foretold["days"][number];
const foretold: Foretold = {
  report: { forecasts: [forecast], unpriced_attempts: 0 },
  days: [row(1, "1.500000000000"), row(1, "0.500000000000"), row(3, "1.000000000000")],
  todayMs: Date.parse("2026-11-04T00:00:00.000Z"),
};

test("spend is added up to the last whole day, and leads straight to the expected end", () => {
  const points = foretoldPoints(forecast, foretold);

  expect(points.map(({ value }) => value)).toEqual([2, 2, 3, undefined, undefined]);
  expect(points.map(({ expected }) => expected)).toEqual([undefined, undefined, 3, 4, 5]);
  expect(points.at(-1)?.band).toEqual([4, 7]);
});

test("how the method did before is said in words", () => {
  expect(backTestText(forecast)).toBe(
    "Asked on 60 earlier days for 2 days ahead, this method was off by 4 % on average. The interval would have held in 81 % of them.",
  );
  expect(backTestText({ ...forecast, back_test: null })).toBeUndefined();
  expect(methodText("usual-weekday")).toMatch(/weekday/);
});

test("how much of the history is simulated goes by its own calls, and may not be told", () => {
  const report = (simulated_cost: string): Foretold["report"] => ({
    ...foretold.report,
    history: { effective_cost: "7.000000000000", simulated_cost },
  });

  expect(simulatedHistory(foretold.report)).toEqual({ isAll: false, text: undefined });
  expect(simulatedHistory(report("0.000000000000"))).toEqual({ isAll: false, text: undefined });
  expect(simulatedHistory(report("7.000000000000")).isAll).toBe(true);
  expect(simulatedHistory(report("2.000000000000"))).toEqual({
    isAll: false,
    text: "Of the $7.00 of history that this rests on, $2.00 is simulated.",
  });
});

const named: Extract<Anomaly["cause"], { kind: "named" }> = {
  kind: "named",
  dimension: "team",
  values: ["support"],
  within: { dimension: "feature", value: "chat" },
  share: 0.8,
  part: "volume",
  amount: "4.000000000000",
  compared_with: { from: "2026-10-26T00:00:00.000Z", to: "2026-10-27T00:00:00.000Z" },
};
const sliced: Anomaly = {
  start: "2026-11-02T00:00:00.000Z",
  end: "2026-11-03T00:00:00.000Z",
  direction: "above",
  slice: { dimension: "team", value: "support" },
  cost: "9.000000000000",
  expected: "4.000000000000",
  excess: "5.000000000000",
  deviations: 12,
  cause: named,
};
const days = { range: undefined, from: sliced.start, to: sliced.end };

test("an anomaly says whose dollars they are, and opens just those calls", () => {
  expect(sliceWords(sliced)).toBe("Team support");
  expect(anomalySearch(sliced)).toEqual({ ...days, team: "support" });
  expect(sliceWords({ ...sliced, slice: null })).toBe("All calls");
  expect(anomalySearch({ ...sliced, slice: null })).toEqual(days);
});

test("what is of bills is named by their dimensions, and opens no calls", () => {
  const billed: Anomaly = {
    ...sliced,
    of: "bills",
    slice: { dimension: "service_name", value: "Amazon SageMaker" },
    cause: {
      ...named,
      dimension: "service_name",
      values: ["Amazon SageMaker"],
      within: { dimension: "team", value: "vision" },
    },
  };

  expect(sliceWords(billed)).toBe("Service Amazon SageMaker");
  expect(sliceWords({ ...billed, slice: null })).toBe("All these bills");
  expect(anomalySearch(billed)).toBeUndefined();
  expect(namedCause(billed)).toEqual({
    named: [{ key: "team=vision", words: "Team vision", search: undefined }],
    how: "a larger quantity (+$4.00); 80 % of the change",
  });
});

test("a cause names whose calls moved most within the slice, and not the slice again", () => {
  expect(namedCause(sliced)).toEqual({
    named: [
      {
        key: "feature=chat",
        words: "Feature chat",
        search: { ...days, team: "support", feature: "chat" },
      },
    ],
    how: "more calls (+$4.00); 80 % of the change",
  });
});

test("of several values each opens its own calls within the slice", () => {
  const told = namedCause({
    ...sliced,
    cause: { ...named, dimension: "model", values: ["a", null], within: null },
  });

  expect(told?.named.map(({ words }) => words)).toEqual(["Model a", "none"]);
  expect(told?.named.map(({ search }) => search)).toEqual([
    { ...days, team: "support", model: "a" },
    { ...days, team: "support", model: "" },
  ]);
});

test("a band of an hour that says nothing does not hide what was spent, and is told in full", () => {
  const hour = (at: string, high: string) => ({
    start: `2026-11-28T${at}:00:00.000Z`,
    cost: "0.100000000000",
    expected: "0.200000000000",
    low: "0.000000000000",
    high,
    deviations: 0,
    anomalous: null,
  });
  const points = [hour("01", "1200000.000000000000"), hour("02", "0.300000000000")];

  const drawn = judgedPoints(
    { grain: "hour", span: { from: 0, to: 1 } } as unknown as Parameters<typeof judgedPoints>[0],
    { points } as unknown as Parameters<typeof judgedPoints>[1],
  );

  expect(drawn.map(({ band }) => band)).toEqual([
    [0, 0.4],
    [0, 0.3],
  ]);
  expect(drawn[0]?.facts.flat().join(" ")).toContain("$1,200,000.00");
});
