import { expect, test } from "vitest";
import { lengthText } from "./length-text.ts";

test("a stretch reads as what it is", () => {
  expect([1, 6, 24, 168].map((hours) => lengthText(hours * 3_600_000))).toEqual([
    "an hour",
    "6 hours",
    "a day",
    "7 days",
  ]);
});
