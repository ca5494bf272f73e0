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
  [`{ on: spend, window: day, above: "5", clear: "6" }`, "ends at it or below"],
  [`{ on: cache_hits, window: 1h, below: "0.5", clear: "0.4" }`, "ends at it or above"],
  [`{ on: errors, window: 1h, above: "0.5", clear: "1.5" }`, "ends at it or below"],
  [`{ on: kpi, window: 24h, kpi: happiness }`, "cost_per_inference"],
  [`{ on: kpi, window: 24h, kpi: cache_hit_rate, above: "0.3", below: "0.2" }`, "above or below"],
  [`{ on: kpi, window: 24h, kpi: cache_hit_rate, below: "30" }`, "from 0 to 1"],
  [`{ on: anomaly, remind_every_hours: 2 }`, "remind_every_hours"],
  [`{ on: forecast }`, "above"],
  [`{ on: bill_spend, above: "5", filter: { user: ann } }`, "user"],
  [`{ on: bill_gap, above: "5" }`, "from 0 to 1"],
  [`{ on: bill_lag, above: "5", source: nobody }`, "aws_cur"],
  [`{ on: everything, above: "5" }`, "expected one of spend, spend_rate"],
])("an alarm that cannot mean anything is refused with its place: %s", (alarm, reason) => {
  const yaml = `alarms:\n  - ${alarm.replace("{", "{ name: a,")}\n`;

  expect(() => read(yaml)).toThrow(reason);
  expect(() => read(yaml)).toThrow(/headgate\.yaml:2:\d+ alarms\.0/);
});

test("the kinds that need nothing else have sane defaults", () => {
  const config = read(
    `alarms:
  - { name: a, on: anomaly }
  - { name: b, on: kpi, kpi: savings_rate, window: 7d }
  - { name: c, on: bill_spend, above: "100" }
  - { name: d, on: cache_drop, window: 24h, above: "0.5" }
`,
  );

  expect(config.alarms).toMatchObject([
    { grain: "day", direction: "above" },
    { periods: 1 },
    { currency: "USD" },
    { baseline_days: 14, min_calls: 0 },
  ]);
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
