import { type AlarmDelivery, type AlarmStatus, parseConfig } from "@headgate/contract";
import { expect, test } from "vitest";
import { alarmLines, eventLines, firstAlarm } from "./view-model.ts";

const NOW_MS = Date.parse("2026-11-28T12:00:00Z");

const alarm = (changes: Partial<AlarmStatus> = {}): AlarmStatus => ({
  name: "unpriced",
  on: "unpriced",
  filter: { team: "support" },
  window: "24h",
  time_zone: "UTC",
  above: "0.05",
  below: null,
  clear: null,
  unit: "ratio",
  currency: null,
  kpi: null,
  about: "the share of attempts without a price of team=support in the last 24 hours",
  condition: "above 5 %",
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
    note: null,
  },
  snoozed_until: null,
  path: "/calls?confidence=unknown&team=support",
  last_error: null,
  deliveries: [],
  ...changes,
});

test("an alarm says what it watches, how it stands, and leads to the calls behind it", () => {
  expect(alarmLines([alarm()], NOW_MS)).toMatchObject([
    {
      about: "the share of attempts without a price of team=support in the last 24 hours",
      state: { text: "firing", tone: "bad" },
      since: { text: "1 h ago" },
      value: "8.3333 %",
      limit: "above 5 %",
      note: "attempts without a known cost: 1",
      simulated: true,
      delivery: "ops",
      path: "/calls?confidence=unknown&team=support",
    },
  ]);
});

test("one that was not measured has a dash and no link, not a zero", () => {
  const [line] = alarmLines([alarm({ state: null, since: null, last: null })], NOW_MS);

  expect(line).toMatchObject({ value: "–", state: { text: "not judged yet" }, since: undefined });
  expect(line?.path).toBeUndefined();
});

test("one that cannot be measured says so and why, and is not shown as ok", () => {
  const { last } = alarm();
  if (last === null) throw new Error("no measurement");
  const unknown = {
    ...last,
    value: null,
    unjudged: "cannot_be_measured",
    note: "no outcome",
  } as const;
  const [line] = alarmLines([alarm({ state: "ok", last: unknown })], NOW_MS);

  expect(line).toMatchObject({
    state: { text: "cannot be measured", tone: "attention" },
    value: "–",
    note: "cannot be measured: no outcome",
  });
});

test("a snoozed alarm says until when", () => {
  const [line] = alarmLines([alarm({ snoozed_until: "2026-11-29T12:00:00.000Z" })], NOW_MS);

  expect(line?.snoozed).toMatch(/^snoozed until .*2026/);
});

test("what happened says who was told, who was not and why", () => {
  const event = {
    id: "m",
    alarm: "unpriced",
    kind: "resolved",
    at: "2026-11-28T12:00:00.000Z",
    text: "It has ended.",
    link: null,
    snoozed: false,
    deliveries: [
      {
        id: "m/ops",
        alarm: "unpriced",
        notifier: "ops",
        kind: "resolved",
        state: "given_up",
        created_at: "2026-11-28T12:00:00.000Z",
        attempts: 3,
        next_attempt_at: null,
        delivered_at: null,
        last_error: "status 404",
      },
    ],
  } as const;
  const lines = eventLines([
    { ...event, deliveries: [...event.deliveries] },
    { ...event, snoozed: true, deliveries: [] },
  ]);

  expect(lines.map(({ kind, told }) => [kind.text, told])).toEqual([
    ["ended", "ops: given up: status 404"],
    ["ended", "snoozed: nobody was told"],
  ]);
});

const delivery = (changes: Partial<AlarmDelivery>): AlarmDelivery => ({
  id: "m/ops",
  alarm: "unpriced",
  notifier: "ops",
  kind: "fired",
  state: "delivered",
  created_at: "2026-11-28T11:00:00.000Z",
  attempts: 1,
  next_attempt_at: null,
  delivered_at: "2026-11-28T11:00:00.000Z",
  last_error: null,
  ...changes,
});
const refused = delivery({
  state: "waiting",
  attempts: 3,
  next_attempt_at: "2026-11-28T12:04:00.000Z",
  delivered_at: null,
  last_error: "status 404",
});

test.each([
  [
    "a notifier that takes nothing is named beside one that takes all",
    [delivery({ notifier: "mail" }), refused],
    "ops: waiting, 3 attempts failed: status 404; mail: delivered",
  ],
  [
    "a message that waits behind one that nobody takes does not hide it",
    [delivery({ id: "n/ops", state: "waiting", attempts: 0, delivered_at: null }), refused],
    "ops: waiting, 3 attempts failed: status 404; mail: no message yet",
  ],
  [
    "what nobody took before tells nothing of what was taken since",
    [delivery({ id: "n/ops" }), delivery({ notifier: "mail" }), refused],
    "ops: delivered; mail: delivered",
  ],
  ["one that had nothing to tell names whom it would tell", [], "ops, mail"],
])("%s", (_, deliveries, told) => {
  const [line] = alarmLines([alarm({ notify: ["ops", "mail"], deliveries })], NOW_MS);

  expect(line?.delivery).toBe(told);
});

test("those that fire come first", () => {
  const lines = alarmLines([alarm({ name: "quiet", state: "ok" }), alarm()], NOW_MS);

  expect(lines.map(({ name }) => name)).toEqual(["unpriced", "quiet"]);
});

test("the lines to begin with are an alarm that Headgate takes", () => {
  const environment = { SLACK_WEBHOOK_URL: "https://hooks.slack.com/services/a" };

  expect(parseConfig(firstAlarm, environment, "headgate.yaml").alarms).toHaveLength(1);
});
