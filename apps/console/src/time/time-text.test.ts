import { expect, test } from "vitest";
import { dayUtcText, eachText, spanText } from "./time-text.ts";

const nowMs = Date.UTC(2026, 10, 28, 12);

test("years are told where a span reaches out of this one, and not within it", () => {
  const summer = { fromMs: Date.UTC(2026, 6, 1, 12), toMs: Date.UTC(2026, 7, 1, 12) };

  expect(spanText(summer, nowMs)).not.toMatch(/20\d\d/);
  expect(spanText({ ...summer, fromMs: Date.UTC(2025, 6, 1, 12) }, nowMs)).toMatch(/2025.*2026/);
  expect(dayUtcText(Date.UTC(2026, 0, 1), nowMs)).toBe("1 Jan");
  expect(dayUtcText(Date.UTC(2025, 11, 31), nowMs)).toBe("31 Dec 2025");
});

test("days are said to be of UTC, and hours, which stand in the reader's time, are not", () => {
  expect(eachText("day")).toBe("each day, UTC");
  expect(eachText("month")).toBe("each month, UTC");
  expect(eachText("hour")).toBe("each hour");
  expect(eachText("minute")).toBe("each minute");
});
