import { type AlarmStatus, alarmValueText, type UnjudgedReason } from "@headgate/contract";
import { agoText } from "../../format/duration-text.ts";
import type { ViewSearch } from "../../search/view-search.ts";
import { fullTime } from "../../time/time-text.ts";
import type { BadgeTone } from "../../ui/badge.tsx";

export type AlarmLine = Readonly<{
  name: string;
  about: string;
  scope: string;
  state: Readonly<{ text: string; tone: BadgeTone }>;
  since: Readonly<{ text: string; inFull: string }> | undefined;
  value: string;
  limit: string;
  /** What must be known to read the value. */
  note: string | undefined;
  simulated: boolean;
  delivery: string;
  /** The calls behind the value; undefined before it was measured. */
  view: ViewSearch | undefined;
}>;

const measures = {
  spend: "Spend",
  spend_rate: "Spend an hour",
  unpriced: "Attempts without a price",
  errors: "Failed attempts",
  cache_hits: "Input tokens from cache",
} as const satisfies Record<AlarmStatus["on"], string>;

const windows = {
  "1h": "last hour",
  "24h": "last 24 hours",
  "7d": "last 7 days",
  day: "today",
  month: "this month",
} as const satisfies Record<AlarmStatus["window"], string>;

const unjudged = {
  too_few_calls: "too few calls to judge",
  nothing_to_measure: "nothing to measure",
  cost_unknown: "cannot be judged: costs are not known",
} as const satisfies Record<UnjudgedReason, string>;

/** Alarms that fire first, otherwise as they stand in headgate.yaml. */
export const alarmLines = (alarms: readonly AlarmStatus[], nowMs: number): readonly AlarmLine[] =>
  [...alarms]
    .sort((left, right) => Number(right.state === "firing") - Number(left.state === "firing"))
    .map((alarm) => ({
      name: alarm.name,
      about: `${measures[alarm.on]}, ${windowText(alarm)}`,
      scope: scopeText(alarm),
      state: stateOf(alarm),
      since:
        alarm.since === null
          ? undefined
          : {
              text: agoText(Date.parse(alarm.since), nowMs),
              inFull: fullTime(Date.parse(alarm.since)),
            },
      value: valueOrDash(alarm, alarm.last?.value ?? null),
      limit:
        alarm.above === null
          ? `below ${valueOrDash(alarm, alarm.below)}`
          : `above ${valueOrDash(alarm, alarm.above)}`,
      note: noteOf(alarm),
      simulated: alarm.last?.simulated ?? false,
      delivery: deliveryText(alarm),
      view: viewOf(alarm),
    }));

const windowText = ({ window, time_zone }: AlarmStatus): string =>
  window === "day" || window === "month" ? `${windows[window]} (${time_zone})` : windows[window];

const scopeText = ({ filter }: AlarmStatus): string =>
  Object.entries(filter)
    .map(([name, value]) => (value === "" ? `no ${name}` : `${name}=${value}`))
    .join(", ") || "all calls";

const stateOf = ({ state }: AlarmStatus): AlarmLine["state"] => {
  switch (state) {
    case "firing":
      return { text: "firing", tone: "bad" };
    case "ok":
      return { text: "ok", tone: "good" };
    case null:
      return { text: "not judged yet", tone: "plain" };
    default:
      return state satisfies never;
  }
};

const valueOrDash = ({ unit }: AlarmStatus, value: string | null): string =>
  value === null ? "–" : alarmValueText(unit, value);

const noteOf = ({ last, last_error }: AlarmStatus): string | undefined => {
  if (last_error !== null) return `Not measured: ${last_error}`;
  if (last === null) return undefined;
  if (last.unjudged !== null) return unjudged[last.unjudged];
  return last.unpriced_attempts === 0
    ? undefined
    : `attempts without a known cost: ${last.unpriced_attempts}`;
};

const deliveryText = ({ deliveries, notify }: AlarmStatus): string => {
  const [latest] = deliveries;
  if (latest === undefined) return notify.length === 0 ? "nobody is told" : notify.join(", ");
  const failure = latest.last_error === null ? "" : `: ${latest.last_error}`;
  switch (latest.state) {
    case "delivered":
      return `${latest.notifier}: delivered`;
    case "waiting":
      return `${latest.notifier}: waiting, ${latest.attempts} attempts failed${failure}`;
    case "given_up":
      return `${latest.notifier}: given up${failure}`;
    default:
      return latest.state satisfies never;
  }
};

const viewOf = ({ on, filter, last }: AlarmStatus): ViewSearch | undefined =>
  last === null
    ? undefined
    : {
        ...(on === "unpriced" ? { confidence: "unknown" } : {}),
        ...filter,
        from: last.from,
        to: last.to,
      };

/** What to write into headgate.yaml to have a first alarm. */
export const firstAlarm = `alarms:
  - name: support-spend
    on: spend                # spend_rate, unpriced, errors, cache_hits
    filter: { team: support }
    window: month            # 1h, 24h, 7d, day
    time_zone: Europe/Berlin
    above: "250"             # dollars
    notify: [ops]
notifiers:
  ops:
    kind: slack              # or webhook
    url: \${SLACK_WEBHOOK_URL}`;
