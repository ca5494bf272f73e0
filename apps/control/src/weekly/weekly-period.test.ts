import { weekdays } from "@headgate/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { duePeriods } from "./weekly-period.ts";

const monday = { day: "monday", time: "08:00", time_zone: "Europe/Berlin" } as const;
const iso = (ms: number | undefined): string =>
  ms === undefined ? "" : new Date(ms).toISOString();
const latest = (at: string, report: Parameters<typeof duePeriods>[0] = monday) => {
  const [period] = duePeriods(report, Date.parse(at), 1);
  return [iso(period?.fromMs), iso(period?.toMs), iso(period?.dueMs), period?.day];
};

test("a week ends with the midnight of its day in its zone, and is due at its time", () => {
  // 23 November 2026 is a Monday.
  expect(latest("2026-11-23T07:00:00Z")).toEqual([
    "2026-11-15T23:00:00.000Z",
    "2026-11-22T23:00:00.000Z",
    "2026-11-23T07:00:00.000Z",
    "2026-11-23",
  ]);
  expect(latest("2026-11-23T06:59:59Z").at(-1)).toBe("2026-11-16");
  expect(latest("2026-11-29T22:59:59Z").at(-1)).toBe("2026-11-23");
});

test("a week in which clocks change is an hour longer", () => {
  const [from, to] = latest("2026-10-26T09:00:00Z");
  expect([from, to]).toEqual(["2026-10-18T22:00:00.000Z", "2026-10-25T23:00:00.000Z"]);
});

test("a week whose midnight clocks skip begins, and is due, no earlier than its day", () => {
  const santiago = { day: "sunday", time: "00:00", time_zone: "America/Santiago" } as const;
  expect(latest("2026-09-06T03:59:59Z", santiago).at(-1)).toBe("2026-08-30");
  expect(latest("2026-09-06T04:00:00Z", santiago)).toEqual([
    "2026-08-30T04:00:00.000Z",
    "2026-09-06T04:00:00.000Z",
    "2026-09-06T04:00:00.000Z",
    "2026-09-06",
  ]);
});

test("weeks follow each other without a gap, whatever the day, time and zone", () => {
  fc.assert(
    fc.property(
      fc.record({
        day: fc.constantFrom(...weekdays),
        time: fc.constantFrom("00:00", "08:30", "23:59"),
        time_zone: fc.constantFrom("UTC", "Asia/Kathmandu", "America/Los_Angeles"),
      }),
      fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) }),
      (report, nowMs) => {
        const periods = duePeriods(report, nowMs, 4);
        for (const [index, period] of periods.entries()) {
          expect(period.dueMs).toBeLessThanOrEqual(nowMs);
          const before = periods[index + 1];
          if (before !== undefined) expect(before.toMs).toBe(period.fromMs);
        }
        // The next one is not due yet.
        expect(nowMs - (periods[0]?.dueMs ?? 0)).toBeLessThan(7 * 86_400_000 + 3_600_000);
      },
    ),
  );
});
