import fc from "fast-check";
import { expect, test } from "vitest";
import { type BudgetWindow, slotEnds, slotsAt, slotWidth, spanAt } from "./window.ts";

const zones = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "America/Sao_Paulo",
  "America/Havana",
  "Asia/Beirut",
  "Africa/Cairo",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Pacific/Chatham",
] as const;
const moments = fc.integer({ min: Date.UTC(2005, 0), max: Date.UTC(2035, 0) });
const windows: fc.Arbitrary<BudgetWindow> = fc.oneof(
  fc.constantFrom("hour", "day", "week", "month"),
  fc.integer({ min: 60_000, max: 40 * 86_400_000 }).map((every) => ({
    every,
    from: "2020-02-29T12:34:56Z",
  })),
);

test("windows lie one after the other: each moment is in exactly one, in every zone", () => {
  fc.assert(
    fc.property(windows, moments, fc.constantFrom(...zones), (window, atMs, zone) => {
      const { startMs, endMs } = spanAt(window, atMs, zone);

      expect(startMs).toBeLessThanOrEqual(atMs);
      expect(atMs).toBeLessThan(endMs);
      expect(spanAt(window, startMs, zone)).toEqual({ startMs, endMs });
      expect(spanAt(window, endMs - 1, zone)).toEqual({ startMs, endMs });
      expect(spanAt(window, endMs, zone).startMs).toBe(endMs);
      expect(slotEnds(window, startMs, zone)).toBe(endMs);
    }),
    { numRuns: 400 },
  );
});

test("a rolling window never forgets an amount while it is younger than the window", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 60_000, max: 40 * 86_400_000 }),
      moments,
      fc.nat({ max: 50 * 86_400_000 }),
      (rolling, spentAtMs, laterMs) => {
        const window = { rolling };
        const kept = slotsAt(window, spentAtMs, "UTC").at;
        const { oldest } = slotsAt(window, spentAtMs + laterMs, "UTC");
        const counts = kept >= oldest;

        if (laterMs <= rolling) expect(counts).toBe(true);
        if (laterMs > rolling + 2 * slotWidth(rolling)) expect(counts).toBe(false);
        if (spentAtMs + laterMs >= slotEnds(window, kept, "UTC")) expect(counts).toBe(false);
      },
    ),
  );
});

test.each([
  ["2026-03-29T11:00:00Z", "Europe/Berlin", "2026-03-28T23:00:00Z", 23],
  ["2026-10-25T11:00:00Z", "Europe/Berlin", "2026-10-24T22:00:00Z", 25],
  // Midnight is skipped there: the day begins at one o'clock.
  ["2018-11-04T12:00:00Z", "America/Sao_Paulo", "2018-11-04T03:00:00Z", 23],
])("the day of %s in %s begins at %s and has %i hours", (at, zone, start, hours) => {
  const { startMs, endMs } = spanAt("day", Date.parse(at), zone);

  expect(new Date(startMs).toISOString()).toBe(start.replace("Z", ".000Z"));
  expect(endMs - startMs).toBe(hours * 3_600_000);
});

test("a week begins on Monday and a month on its first day, where the clock is", () => {
  const at = Date.parse("2026-11-01T03:00:00Z");

  expect(spanAt("week", at, "UTC").startMs).toBe(Date.parse("2026-10-26T00:00:00Z"));
  expect(spanAt("month", at, "UTC").startMs).toBe(Date.parse("2026-11-01T00:00:00Z"));
  expect(spanAt("month", at, "America/New_York").startMs).toBe(Date.parse("2026-10-01T04:00:00Z"));
});
