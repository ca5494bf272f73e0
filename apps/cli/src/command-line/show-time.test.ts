import { expect, test } from "vitest";
import { showSpan, showTime } from "./show-time.ts";

test.each([
  [0, "0 ms"],
  [850, "850 ms"],
  [12_340, "12.3 s"],
  [245_000, "4 min 05 s"],
  [7_800_000, "2 h 10 min"],
])("%d ms is shown as %s", (ms, text) => {
  expect(showSpan(ms)).toBe(text);
});

test("a moment is shown in the time zone that was asked for", () => {
  const atMs = Date.parse("2026-11-23T23:05:00Z");
  expect(showTime(atMs, "UTC")).toBe("2026-11-23 23:05");
  expect(showTime(atMs, "Europe/Berlin")).toBe("2026-11-24 00:05");
});
