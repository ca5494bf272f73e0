import { weeklyReport } from "@headgate/contract";
import { expect, onTestFinished, test } from "vitest";
import { openApp } from "../open-app.fixture.ts";
import { weekBefore } from "./week-before.ts";

const NOW_MS = Date.parse("2026-11-23T12:00:00Z");
const shown = (until: string | undefined, timeZone: string) => {
  const toMs = until === undefined ? undefined : Date.parse(until);
  const { beforeFromMs, fromMs, toMs: endMs } = weekBefore({ toMs, timeZone }, NOW_MS);
  return [beforeFromMs, fromMs, endMs].map((ms) => new Date(ms).toISOString());
};

test.each([
  ["UTC", "2026-11-23T00:00:00Z", ["2026-11-09T00", "2026-11-16T00", "2026-11-23T00"]],
  ["Europe/Berlin", "2026-11-22T23:00:00Z", ["2026-11-08T23", "2026-11-15T23", "2026-11-22T23"]],
  ["America/New_York", "2026-11-23T05:00:00Z", ["2026-11-09T05", "2026-11-16T05", "2026-11-23T05"]],
  // Clocks change on its last day, at three in the morning: the week has an hour more.
  ["Europe/Berlin", "2026-10-25T23:00:00Z", ["2026-10-11T22", "2026-10-18T22", "2026-10-25T23"]],
  ["America/New_York", "2026-11-02T05:00:00Z", ["2026-10-19T04", "2026-10-26T04", "2026-11-02T05"]],
])("a week of %s that ends at %s begins with a day there", (timeZone, until, begins) => {
  expect(shown(until, timeZone)).toEqual(begins.map((hour) => `${hour}:00:00.000Z`));
});

test("unless it is said when, a week ends with the beginning of today where the clocks are", () => {
  expect(shown(undefined, "Asia/Tokyo").at(-1)).toBe("2026-11-22T15:00:00.000Z");
});

test("a moment within a day is seven days of the clocks after the same time of day", () => {
  expect(shown("2026-10-26T11:30:00Z", "Europe/Berlin")).toEqual([
    "2026-10-12T10:30:00.000Z",
    "2026-10-19T10:30:00.000Z",
    "2026-10-26T11:30:00.000Z",
  ]);
});

test("a report that is asked for is headed by the days of its zone", async () => {
  const app = await openApp({ nowMs: () => NOW_MS });
  onTestFinished(() => app.close());
  const query = new URLSearchParams({ to: "2026-11-22T23:00:00Z", time_zone: "Europe/Berlin" });

  const report = await app.read(`/api/reports/weekly?${query.toString()}`, weeklyReport);
  expect(report).toMatchObject({
    time_zone: "Europe/Berlin",
    period: { from: "2026-11-15T23:00:00.000Z", to: "2026-11-22T23:00:00.000Z" },
  });
  const html = await (await app.ask(`/api/reports/weekly/page?${query.toString()}`)).text();
  expect(html).toContain("2026-11-16 to 2026-11-22");
});
