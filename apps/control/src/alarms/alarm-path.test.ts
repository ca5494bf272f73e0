import { type AlarmMeasurement, configSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import { alarmPath } from "./alarm-path.ts";

const from = "2026-11-01T00:00:00.000Z";
const at = "2026-11-20T12:00:00.000Z";

/** Where an alarm leads; the measurement is of the month so far unless said. */
const pathOf = (
  alarm: Readonly<Record<string, unknown>>,
  about: Partial<AlarmMeasurement> = {},
) => {
  const [configured] = configSchema.parse({ alarms: [{ name: "a", ...alarm }] }).alarms;
  if (configured === undefined) throw new Error("no alarm");
  const measurement: AlarmMeasurement = {
    ...{ at, from, to: at, value: "1", calls: 1, unpriced_attempts: 0, simulated: false },
    ...{ unjudged: null, note: null },
    ...about,
  };
  const { pathname, searchParams } = new URL(alarmPath(configured, measurement), "http://a");
  return { pathname, ...Object.fromEntries(searchParams) };
};

test("failed attempts and what they cost are shown by how they ended", () => {
  const figure = { filter: { team: "red" }, window: "month", above: "0.1" };
  const range = { from, to: at };

  expect(pathOf({ on: "errors", ...figure })).toEqual({
    ...{ pathname: "/explore", measure: "errors", by: "outcome", team: "red" },
    ...range,
  });
  expect(pathOf({ on: "retry_cost", ...figure })).toEqual({
    ...{ pathname: "/explore", by: "outcome", team: "red" },
    ...range,
  });
  expect(pathOf({ on: "spend", ...figure })).toEqual({
    ...{ pathname: "/calls", team: "red" },
    ...range,
  });
});

test("bills and what they are off calls are shown by the alarm's cost, provider and days", () => {
  expect(pathOf({ on: "bill_spend", above: "1" })).toEqual({
    ...{ pathname: "/bills", cost: "billed", span: "30d" },
  });
  expect(pathOf({ on: "bill_gap", provider: "openai", above: "0.1" })).toEqual({
    ...{ pathname: "/reconciliation", provider: "openai", span: "30d" },
  });
  expect(pathOf({ on: "bill_gap", above: "0.1" })).toEqual({
    ...{ pathname: "/reconciliation", span: "30d" },
  });
});

test("days that thirty do not reach are shown within ninety", () => {
  const last = { from: "2026-10-01T00:00:00.000Z", at: "2026-10-31T12:00:00.000Z" };

  expect(pathOf({ on: "bill_spend", above: "1" }, last)).toMatchObject({ span: "90d" });
  expect(pathOf({ on: "bill_gap", above: "0.1" }, last)).toMatchObject({ span: "90d" });
});
