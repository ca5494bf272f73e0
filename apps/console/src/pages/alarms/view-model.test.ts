import { type AlarmStatus, parseConfig } from "@headgate/contract";
import { expect, test } from "vitest";
import { alarmLines, firstAlarm } from "./view-model.ts";

const NOW_MS = Date.parse("2026-11-28T12:00:00Z");

const alarm = (changes: Partial<AlarmStatus> = {}): AlarmStatus => ({
  name: "unpriced",
  on: "unpriced",
  filter: { team: "support" },
  window: "24h",
  time_zone: "UTC",
  above: "0.05",
  below: null,
  unit: "ratio",
  min_calls: 0,
  remind_every_hours: 24,
  notify: ["ops"],
  state: "firing",
  since: "2026-11-28T11:00:00.000Z",
  last: {
    at: "2026-11-28T12:00:00.000Z",
    from: "2026-11-27T12:00:00.000Z",
    to: "2026-11-28T12:00:00.000Z",
    value: "0.083333",
    calls: 12,
    unpriced_attempts: 1,
    simulated: true,
    unjudged: null,
  },
  last_error: null,
  deliveries: [],
  ...changes,
});

test("an alarm says what it watches, how it stands, and leads to the calls behind it", () => {
  expect(alarmLines([alarm()], NOW_MS)).toMatchObject([
    {
      about: "Attempts without a price, last 24 hours",
      scope: "team=support",
      state: { text: "firing", tone: "bad" },
      since: { text: "1 h ago" },
      value: "8.3333 %",
      limit: "above 5 %",
      note: "attempts without a known cost: 1",
      simulated: true,
      delivery: "ops",
      view: {
        team: "support",
        confidence: "unknown",
        from: "2026-11-27T12:00:00.000Z",
        to: "2026-11-28T12:00:00.000Z",
      },
    },
  ]);
});

test("one that was not measured has a dash and no link, not a zero", () => {
  const [line] = alarmLines([alarm({ state: null, since: null, last: null })], NOW_MS);

  expect(line).toMatchObject({ value: "–", state: { text: "not judged yet" }, since: undefined });
  expect(line?.view).toBeUndefined();
});

test("those that fire come first", () => {
  const lines = alarmLines([alarm({ name: "quiet", state: "ok" }), alarm()], NOW_MS);

  expect(lines.map(({ name }) => name)).toEqual(["unpriced", "quiet"]);
});

test("the lines to begin with are an alarm that Headgate takes", () => {
  const environment = { SLACK_WEBHOOK_URL: "https://hooks.slack.com/services/a" };

  expect(parseConfig(firstAlarm, environment, "headgate.yaml").alarms).toHaveLength(1);
});
