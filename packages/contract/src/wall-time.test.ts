import fc from "fast-check";
import { expect, test } from "vitest";
import { beginOfDay, shownTime } from "./wall-time.ts";

const DAY_MS = 86_400_000;
const begins = (day: string, timeZone: string): string =>
  new Date(beginOfDay(Date.parse(`${day}T00:00:00Z`), timeZone)).toISOString();

test("a day begins at its midnight, or where clocks skip that, at the first moment after it", () => {
  expect(begins("2026-09-05", "America/Santiago")).toBe("2026-09-05T04:00:00.000Z");
  expect(begins("2026-09-06", "America/Santiago")).toBe("2026-09-06T04:00:00.000Z");
  expect(begins("2026-03-08", "America/Havana")).toBe("2026-03-08T05:00:00.000Z");
  expect(begins("2026-10-25", "Europe/Berlin")).toBe("2026-10-24T22:00:00.000Z");
});

test("no clock shows the day before it begins, and some clock shows it then", () => {
  const zones = ["UTC", "America/Santiago", "America/Havana", "Asia/Beirut", "Australia/Lord_Howe"];
  const days = fc.integer({ min: Date.UTC(2026, 0) / DAY_MS, max: Date.UTC(2027, 0) / DAY_MS });
  fc.assert(
    fc.property(fc.constantFrom(...zones), days, (timeZone, day) => {
      const midnightMs = day * DAY_MS;
      const beginMs = beginOfDay(midnightMs, timeZone);
      expect(shownTime(beginMs, timeZone)).toBeGreaterThanOrEqual(midnightMs);
      expect(shownTime(beginMs, timeZone)).toBeLessThan(midnightMs + DAY_MS);
      expect(shownTime(beginMs - 1_000, timeZone)).toBeLessThan(midnightMs);
    }),
  );
});
