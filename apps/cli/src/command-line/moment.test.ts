import { expect, test } from "vitest";
import { readBeginning, readEnd, readTimeZone } from "./moment.ts";

const nowMs = Date.parse("2026-11-23T12:00:00Z");
const at = (timeZone: string) => ({ flag: "--since", nowMs, timeZone });

test.each([
  ["90s", 90_000],
  ["30m", 1_800_000],
  ["24h", 86_400_000],
  ["7d", 604_800_000],
  ["2w", 1_209_600_000],
])("%s is that long before now", (text, ms) => {
  expect(readBeginning(text, at("UTC"))).toBe(nowMs - ms);
});

test("a day begins at midnight of the time zone", () => {
  expect(new Date(readBeginning("2026-11-01", at("UTC"))).toISOString()).toBe(
    "2026-11-01T00:00:00.000Z",
  );
  expect(new Date(readBeginning("2026-11-01", at("Europe/Berlin"))).toISOString()).toBe(
    "2026-10-31T23:00:00.000Z",
  );
  expect(new Date(readBeginning("2026-11-01", at("Asia/Kolkata"))).toISOString()).toBe(
    "2026-10-31T18:30:00.000Z",
  );
});

test("days on which clocks change begin and end at midnight too", () => {
  const berlin = at("Europe/Berlin");
  const lengthHours = (day: string) =>
    (readEnd(day, berlin) - readBeginning(day, berlin)) / 3_600_000;
  expect(lengthHours("2026-03-29")).toBe(23);
  expect(lengthHours("2026-10-25")).toBe(25);
  expect(lengthHours("2026-11-01")).toBe(24);
});

test("a day as an end is in the range whole", () => {
  expect(new Date(readEnd("2026-11-30", at("UTC"))).toISOString()).toBe("2026-12-01T00:00:00.000Z");
});

test("a moment keeps its own offset, and without one is read in the time zone", () => {
  const read = (text: string) => new Date(readBeginning(text, at("Europe/Berlin"))).toISOString();
  expect(read("2026-11-01T08:00:00Z")).toBe("2026-11-01T08:00:00.000Z");
  expect(read("2026-11-01T08:00:00+05:30")).toBe("2026-11-01T02:30:00.000Z");
  expect(read("2026-11-01T08:00:00")).toBe("2026-11-01T07:00:00.000Z");
});

test.each(["", "yesterday", "7", "7y", "2026-13-01", "2026-02-30", "1e3d", "-7d"])(
  "%j is refused by the name of its flag",
  (text) => {
    expect(() => readBeginning(text, at("UTC"))).toThrow(/--since is a span such as 24h/);
  },
);

test("an unknown time zone is refused", () => {
  expect(readTimeZone("UTC")).toBe("UTC");
  expect(() => readTimeZone("Mars/Olympus")).toThrow(/--tz is a time zone/);
});

test("a day whose midnight clocks skip begins when they show it first", () => {
  const timeZone = "America/Santiago";
  const context = { flag: "--from", nowMs: Date.parse("2026-11-30T12:00:00Z"), timeZone };
  const skipped = "2026-09-06T04:00:00.000Z";

  expect(new Date(readBeginning("2026-09-06", context)).toISOString()).toBe(skipped);
  expect(new Date(readEnd("2026-09-05", context)).toISOString()).toBe(skipped);
});
