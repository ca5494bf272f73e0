import fc from "fast-check";
import { expect, test } from "vitest";
import { deadlineLengthMs, MOST_DEADLINE_MS, readDeadline } from "./deadline.ts";

const nowMs = Date.parse("2026-11-29T08:00:00Z");

test.each([
  ["90s", "2026-11-29T08:01:30Z"],
  ["30m", "2026-11-29T08:30:00Z"],
  ["2h", "2026-11-29T10:00:00Z"],
  ["7d", "2026-12-06T08:00:00Z"],
  ["2026-11-29T10:00:00+01:00", "2026-11-29T09:00:00Z"],
  ["2026-11-30T06:00Z", "2026-11-30T06:00:00Z"],
])("%s is a deadline", (text, at) => {
  expect(readDeadline(text, nowMs)).toEqual({ kind: "deadline", atMs: Date.parse(at) });
});

test.each(["", "2", "h", "-1h", "1.5h", "2 h", "tomorrow", "2026-11-30", "2026-11-30T06:00:00"])(
  "%j is no deadline",
  (text) => {
    expect(readDeadline(text, nowMs)).toEqual({ kind: "unreadable" });
  },
);

test("a moment that no calendar has is no deadline", () => {
  expect(readDeadline("2026-13-30T06:00:00Z", nowMs)).toEqual({ kind: "unreadable" });
});

test("what is not after now has passed", () => {
  expect(readDeadline("0s", nowMs)).toEqual({ kind: "passed", atMs: nowMs });
  expect(readDeadline("2026-11-29T07:59:59Z", nowMs).kind).toBe("passed");
});

test("more than a week is too far", () => {
  expect(readDeadline("8d", nowMs).kind).toBe("too_far");
  expect(readDeadline("2027-01-01T00:00:00Z", nowMs).kind).toBe("too_far");
});

test("a moment and the length of time until it are one deadline", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: MOST_DEADLINE_MS / 1_000 }), (seconds) => {
      const moment = new Date(nowMs + seconds * 1_000).toISOString();
      expect(readDeadline(moment, nowMs)).toEqual(readDeadline(`${seconds}s`, nowMs));
      expect(deadlineLengthMs(`${seconds}s`)).toBe(seconds * 1_000);
    }),
  );
});
