import { expect, test } from "vitest";
import { bucketTitle, dayUtcText, eachText, partTitle, spanText } from "./time-text.ts";

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

test("a bucket that the span cuts says from when or until when it is", () => {
  const day = Date.UTC(2026, 10, 20);
  const span = { fromMs: day + 15 * 3_600_000, toMs: day + 60 * 3_600_000 };

  expect(partTitle(day, "day", span)).toBe("20 Nov UTC, from 15:00");
  expect(partTitle(Date.UTC(2026, 10, 21), "day", span)).toBe("21 Nov UTC");
  expect(partTitle(Date.UTC(2026, 10, 22), "day", span)).toBe("22 Nov UTC, until 12:00");
  expect(partTitle(Date.UTC(2026, 10, 1), "month", span)).toMatch(
    /^Nov 2026, from 20 Nov.* until 22 Nov/,
  );
  expect(partTitle(span.fromMs, "hour", span)).toBe(bucketTitle(span.fromMs, "hour"));
});
