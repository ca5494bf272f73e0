import { expect, test } from "vitest";
import { parseConfig } from "./parse-config.ts";

const read = (yaml: string, environment: Readonly<Record<string, string>> = {}) =>
  parseConfig(yaml, environment, "headgate.yaml");

test("an alarm needs a name, what is measured, over which window and against what", () => {
  const config = read(
    `alarms:
  - { name: support-spend, on: spend, filter: { team: support }, window: month, time_zone: Europe/Berlin, above: "250", notify: [ops] }
notifiers:
  ops: { kind: slack, url: "\${SLACK}" }
`,
    { SLACK: "https://hooks.slack.com/services/a/b/c" },
  );

  expect(config.alarms).toEqual([
    {
      name: "support-spend",
      on: "spend",
      filter: { team: "support" },
      window: "month",
      time_zone: "Europe/Berlin",
      above: "250",
      min_calls: 0,
      remind_every_hours: 24,
      notify: ["ops"],
    },
  ]);
  expect(config.notifiers.ops).toEqual({
    kind: "slack",
    url: "https://hooks.slack.com/services/a/b/c",
  });
});

test.each([
  [`{ on: spend, window: 1h }`, "either above or below"],
  [`{ on: spend, window: 1h, above: "1", below: "2" }`, "either above or below"],
  [`{ on: spend, window: 1h, above: 250 }`, "in quotes"],
  [`{ on: spend, window: 1h, above: "-1" }`, "decimal number"],
  [`{ on: errors, window: 1h, above: "5" }`, "from 0 to 1"],
  [`{ on: errors, window: 1h, above: "1.000000000001" }`, "from 0 to 1"],
  [`{ on: spend_rate, window: day, above: "5" }`, "1h, 24h or 7d"],
  [`{ on: spend, window: month, below: "5" }`, "1h, 24h or 7d"],
  [`{ on: spend, window: day, above: "5", time_zone: Mars/Olympus }`, "time zone"],
  [`{ on: spend, window: day, above: "5", filter: { taem: x } }`, "taem"],
  [`{ on: spend, window: day, above: "5", notify: [nobody] }`, 'no notifier "nobody"'],
])("an alarm that cannot mean anything is refused with its place: %s", (alarm, reason) => {
  const yaml = `alarms:\n  - ${alarm.replace("{", "{ name: a,")}\n`;

  expect(() => read(yaml)).toThrow(reason);
  expect(() => read(yaml)).toThrow(/headgate\.yaml:2:\d+ alarms\.0/);
});

test("two alarms cannot have one name", () => {
  const line = `  - { name: a, on: spend, window: 1h, above: "1" }\n`;

  expect(() => read(`alarms:\n${line}${line}`)).toThrow('two alarms are named "a"');
});

test.each(["http://example.com/hook", "https://user:secret@example.com/hook", "ftp://example.com"])(
  "a notifier's address is https or this machine's, and %s is refused without being quoted",
  (url) => {
    const yaml = `notifiers:\n  ops: { kind: webhook, url: "${url}" }\n`;

    expect(() => read(yaml)).toThrow("notifiers.ops.url");
    expect(() => read(yaml)).not.toThrow("example.com");
  },
);

test.each(["https://example.com/hook", "http://127.0.0.1:9000/hook", "http://[::1]:9000/"])(
  "%s can be notified",
  (url) => {
    const { notifiers } = read(`notifiers:\n  ops: { kind: webhook, url: "${url}" }\n`);

    expect(notifiers.ops).toEqual({ kind: "webhook", url });
  },
);
