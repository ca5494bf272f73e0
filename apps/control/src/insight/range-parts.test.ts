import { expect, test } from "vitest";
import { partsOf } from "./range-parts.ts";

test("a range is divided at midnights and Mondays of UTC, without gap or overlap", () => {
  const range = { from: "2026-11-20T13:00:00.000Z", to: "2026-11-24T01:00:00.000Z" };

  expect(partsOf(range, "week")).toEqual([
    { from: range.from, to: "2026-11-23T00:00:00.000Z" },
    { from: "2026-11-23T00:00:00.000Z", to: range.to },
  ]);
  const days = partsOf(range, "day");
  expect(days).toHaveLength(5);
  days.forEach((day, index) => {
    expect(day.from).toBe(days[index - 1]?.to ?? range.from);
  });
});
