import {
  type AlarmDelivery,
  type AlarmHistory,
  type AlarmStatus,
  alarmValueText,
  counted,
  latestDeliveries,
  type UnjudgedReason,
} from "@headgate/contract";
import { agoText } from "../../format/duration-text.ts";
import { fullTime } from "../../time/time-text.ts";
import type { BadgeTone } from "../../ui/badge.tsx";

export type AlarmLine = Readonly<{
  name: string;
  about: string;
  state: Readonly<{ text: string; tone: BadgeTone }>;
  /** Until when nobody is told; undefined when it is awake. */
  snoozed: string | undefined;
  since: Readonly<{ text: string; inFull: string }> | undefined;
  value: string;
  limit: string;
  /** What must be known to read the value. */
  note: string | undefined;
  simulated: boolean;
  delivery: string;
  tellsSomebody: boolean;
  /** What is behind the value; undefined before it was measured. */
  path: string | undefined;
}>;

const unjudged = {
  too_few_calls: "too few calls to judge",
  nothing_to_measure: "nothing to measure",
  cost_unknown: "cannot be judged: costs are not known",
  cannot_be_measured: "cannot be measured",
} as const satisfies Record<UnjudgedReason, string>;

/** Alarms that fire first, otherwise as they stand in headgate.yaml. */
export const alarmLines = (alarms: readonly AlarmStatus[], nowMs: number): readonly AlarmLine[] =>
  [...alarms]
    .sort((left, right) => Number(right.state === "firing") - Number(left.state === "firing"))
    .map((alarm) => ({
      name: alarm.name,
      about: alarm.about,
      state: stateOf(alarm),
      snoozed:
        alarm.snoozed_until === null
          ? undefined
          : `snoozed until ${fullTime(Date.parse(alarm.snoozed_until))}`,
      since:
        alarm.since === null
          ? undefined
          : {
              text: agoText(Date.parse(alarm.since), nowMs),
              inFull: fullTime(Date.parse(alarm.since)),
            },
      value: valueText(alarm),
      limit: alarm.condition,
      note: noteOf(alarm),
      simulated: alarm.last?.simulated ?? false,
      delivery: deliveryOf(alarm),
      tellsSomebody: alarm.notify.length > 0,
      path: alarm.last === null ? undefined : alarm.path,
    }));

const stateOf = ({ state, last, last_error: error }: AlarmStatus): AlarmLine["state"] => {
  if (state === "firing") return { text: "firing", tone: "bad" };
  if (error !== null || last?.unjudged === "cannot_be_measured") {
    return { text: "cannot be measured", tone: "attention" };
  }
  switch (state) {
    case "ok":
      return { text: "ok", tone: "good" };
    case null:
      return { text: "not judged yet", tone: "plain" };
    default:
      return state satisfies never;
  }
};

const valueText = ({ unit, currency, last }: AlarmStatus): string =>
  last === null || last.value === null ? "–" : alarmValueText(unit, last.value, currency);

const noteOf = ({ last, last_error: error }: AlarmStatus): string | undefined => {
  if (error !== null) return `Not measured: ${error}`;
  if (last === null) return undefined;
  const unpriced = last.unpriced_attempts;
  const notes = [
    ...(last.unjudged === null ? [] : [unjudged[last.unjudged]]),
    ...(last.note === null ? [] : [last.note]),
    ...(unpriced === null || unpriced === 0 || last.unjudged !== null
      ? []
      : [`attempts without a known cost: ${unpriced}`]),
  ];
  return notes.length === 0 ? undefined : notes.join(": ");
};

/** Each notifier by itself: one that takes all says nothing of one that takes nothing. */
const deliveryOf = (alarm: AlarmStatus): string => {
  if (alarm.notify.length === 0) return "nobody is told";
  const latest = latestDeliveries(alarm);
  if (latest.every(({ delivery }) => delivery === undefined)) return alarm.notify.join(", ");
  return latest
    .map(({ notifier, delivery }) =>
      delivery === undefined ? `${notifier}: no message yet` : deliveryText(delivery),
    )
    .join("; ");
};

const deliveryText = ({ notifier, state, attempts, last_error: error }: AlarmDelivery): string => {
  const failure = error === null ? "" : `: ${error}`;
  switch (state) {
    case "delivered":
      return `${notifier}: delivered`;
    case "waiting":
      return `${notifier}: waiting, ${counted(attempts, "attempt")} failed${failure}`;
    case "given_up":
      return `${notifier}: given up${failure}`;
    default:
      return state satisfies never;
  }
};

export type EventLine = Readonly<{
  id: string;
  at: string;
  time: string;
  kind: Readonly<{ text: string; tone: BadgeTone }>;
  alarm: string;
  text: string;
  link: string | undefined;
  /** Who was told, and why others were not. */
  told: string;
}>;

const eventKinds = {
  fired: { text: "fired", tone: "bad" },
  reminder: { text: "still fires", tone: "bad" },
  resolved: { text: "ended", tone: "good" },
  test: { text: "test", tone: "plain" },
} as const satisfies Record<AlarmHistory[number]["kind"], EventLine["kind"]>;

export const eventLines = (events: AlarmHistory): readonly EventLine[] =>
  events.map(({ id, at, kind, alarm, text, link, snoozed, deliveries }) => ({
    id,
    at,
    time: fullTime(Date.parse(at)),
    kind: eventKinds[kind],
    alarm,
    text,
    link: link ?? undefined,
    told: snoozed
      ? "snoozed: nobody was told"
      : deliveries.length === 0
        ? "nobody is told"
        : deliveries.map(deliveryText).join("; "),
  }));

/** What to write into headgate.yaml to have a first alarm. */
export const firstAlarm = `alarms:
  - name: support-spend
    on: spend                # errors, anomaly, kpi, forecast, bill_spend …
    filter: { team: support }
    window: month            # 1h, 24h, 7d, day
    time_zone: Europe/Berlin
    above: "250"             # dollars
    notify: [ops]
notifiers:
  ops:
    kind: slack              # or webhook, email
    url: \${SLACK_WEBHOOK_URL}`;
