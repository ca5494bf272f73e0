import { expect, test } from "vitest";
import { DAY_MS } from "../../time/time-span.ts";
import { billGrainFor } from "./query.ts";

test("bills are read by days, weeks or months, never finer than their lines", () => {
  const of = (days: number) => billGrainFor({ fromMs: 0, toMs: days * DAY_MS });

  expect([1, 100, 101, 400, 401].map(of)).toEqual(["day", "day", "week", "week", "month"]);
});
