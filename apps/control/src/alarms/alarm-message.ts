import {
  type AlarmConfig,
  type AlarmMeasurement,
  type AlarmMessage,
  type AlarmMessageKind,
  alarmThresholds,
  alarmUnitOf,
  alarmValueText,
  type HeadgateConfig,
} from "@headgate/contract";
import { alarmPath } from "./alarm-path.ts";
import { aboutText, conditionText } from "./alarm-text.ts";

/** What an alarm is about, as its messages and the API tell it. */
export function alarmFacts(alarm: AlarmConfig) {
  const { above, below, clear } = alarmThresholds(alarm);
  const window = "window" in alarm ? alarm.window : isOfMonth(alarm) ? "month" : null;
  return {
    on: alarm.on,
    filter: "filter" in alarm ? alarm.filter : {},
    window,
    time_zone: isOfMonth(alarm) ? "UTC" : alarm.time_zone,
    above: above ?? null,
    below: below ?? null,
    clear: clear ?? null,
    unit: alarmUnitOf(alarm),
    currency: currencyOf(alarm),
    kpi: alarm.on === "kpi" ? alarm.kpi : null,
    about: aboutText(alarm),
    condition: conditionText(alarm),
  } as const;
}

/** Of a month of UTC, whatever zone the alarm names: that of bills and forecasts. */
const isOfMonth = ({ on }: AlarmConfig): boolean => on === "forecast" || on === "bill_spend";
const currencyOf = (alarm: AlarmConfig): string | null =>
  alarm.on === "bill_spend" ? alarm.currency : null;

type About = Readonly<{
  id: string;
  kind: AlarmMessageKind;
  alarm: AlarmConfig;
  sinceMs: number | undefined;
  measurement: AlarmMeasurement | undefined;
  consoleUrl: string | undefined;
}>;

/** The message about an alarm, as webhooks are sent it. */
export function alarmMessage(about: About): AlarmMessage {
  const { id, kind, alarm, sinceMs, measurement, consoleUrl } = about;
  return {
    version: 1,
    id,
    kind,
    alarm: alarm.name,
    ...alarmFacts(alarm),
    since: sinceMs === undefined ? null : new Date(sinceMs).toISOString(),
    measurement: measurement ?? null,
    link: consoleUrl === undefined ? null : `${consoleUrl}${alarmPath(alarm, measurement)}`,
    text: textOf(about),
  };
}

/** Where people reach the console; undefined where nobody said and it cannot be known. */
export function consoleUrlOf({ console_url, listen }: HeadgateConfig): string | undefined {
  if (console_url !== undefined) return console_url.replace(/\/+$/, "");
  const isEverywhere = listen.host === "0.0.0.0" || listen.host === "::";
  if (listen.port === 0 || isEverywhere) return undefined;
  const host = listen.host.includes(":") ? `[${listen.host}]` : listen.host;
  return `http://${host}:${listen.port}`;
}

function textOf({ kind, alarm, measurement }: About): string {
  const about = aboutText(alarm);
  const condition = conditionText(alarm);
  if (kind === "test") {
    return `This is a test of the alarm ${alarm.name}, which fires when ${about} is ${condition}. Nothing has happened.${noteText(measurement)}`;
  }
  const value = measurement?.value ?? undefined;
  const shown =
    value === undefined
      ? "not known"
      : alarmValueText(alarmUnitOf(alarm), value, currencyOf(alarm));
  const beginnings = { fired: "fires", reminder: "still fires", resolved: "has ended" } as const;
  if (alarm.on === "anomaly") {
    const { from, to } = measurement ?? {};
    return `The alarm ${alarm.name} ${beginnings[kind]}: ${about}, ${shown} beyond what was expected from ${from} to ${to}.${noteText(measurement)}`;
  }
  const isNot = kind === "resolved" ? ", no longer " : ", ";
  return `The alarm ${alarm.name} ${beginnings[kind]}: ${about} is ${shown}${isNot}${condition}.${noteText(measurement)}`;
}

function noteText(measurement: AlarmMeasurement | undefined): string {
  if (measurement === undefined) return "";
  const { unpriced_attempts: unpriced, note, simulated } = measurement;
  const notes = [
    note === null ? "" : ` ${note.charAt(0).toUpperCase()}${note.slice(1)}.`,
    unpriced === 0 || unpriced === null ? "" : ` Attempts without a known cost: ${unpriced}.`,
    simulated ? " The money is simulated, or a part of it is." : "",
  ];
  return notes.join("");
}
