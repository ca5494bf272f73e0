import { expect, test } from "vitest";
import type { Foretold } from "./query.ts";
import { backTestText, type Forecast, foretoldPoints, methodText } from "./view-model.ts";

const forecast: Forecast = {
  period: "month",
  start: "2026-11-01T00:00:00.000Z",
  end: "2026-11-06T00:00:00.000Z",
  spent: "3.000000000000",
  days_left: 2,
  kind: "forecast",
  method: "usual-weekday",
  expected: "5.000000000000",
  interval: { low: "4.000000000000", high: "7.000000000000", coverage: 0.8 },
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
