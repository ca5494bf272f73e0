import {
  type AlarmConfig,
  type AlarmMeasurement,
  type AlarmMessage,
  type AlarmMessageKind,
  alarmUnits,
  alarmValueText,
  type HeadgateConfig,
} from "@headgate/contract";

const measureWords = {
  spend: "spend",
  spend_rate: "spend an hour",
  unpriced: "the share of attempts without a price",
  errors: "the share of failed attempts",
  cache_hits: "the share of input tokens read from cache",
} as const satisfies Record<AlarmConfig["on"], string>;

const windowWords = {
  "1h": "in the last hour",
  "24h": "in the last 24 hours",
  "7d": "in the last 7 days",
  day: "since the day began",
  month: "since the month began",
} as const satisfies Record<AlarmConfig["window"], string>;

/** What an alarm is about, as its messages and the API tell it. */
export const alarmFacts = (alarm: AlarmConfig) => ({
  on: alarm.on,
  filter: alarm.filter,
  window: alarm.window,
  time_zone: alarm.time_zone,
  above: alarm.above ?? null,
  below: alarm.below ?? null,
  unit: alarmUnits[alarm.on],
});

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
    link: linkOf(alarm, measurement, consoleUrl),
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

function linkOf(
  { filter, on }: AlarmConfig,
  measurement: AlarmMeasurement | undefined,
  consoleUrl: string | undefined,
): string | null {
  if (consoleUrl === undefined) return null;
  if (measurement === undefined) return `${consoleUrl}/alarms`;
  const search = new URLSearchParams({
    ...(on === "unpriced" ? { confidence: "unknown" } : {}),
    ...(filter as Readonly<Record<string, string>>),
    from: measurement.from,
    to: measurement.to,
  });
  return `${consoleUrl}/calls?${search.toString()}`;
}

function textOf({ kind, alarm, measurement }: About): string {
  const subject = `${measureWords[alarm.on]}${scopeText(alarm)} ${windowWords[alarm.window]}`;
  const unit = alarmUnits[alarm.on];
  const shown = (value: string | null | undefined): string =>
    value === null || value === undefined ? "not known" : alarmValueText(unit, value);
  const limit =
    alarm.above === undefined ? `below ${shown(alarm.below)}` : `above ${shown(alarm.above)}`;
  if (kind === "test") {
    return `This is a test of the alarm ${alarm.name}, which fires when ${subject} is ${limit}. Nothing has happened.${noteText(measurement)}`;
  }
  const beginnings = { fired: "fires", reminder: "still fires", resolved: "has ended" } as const;
  const isNot = kind === "resolved" ? ", no longer " : ", ";
  return `The alarm ${alarm.name} ${beginnings[kind]}: ${subject} is ${shown(measurement?.value)}${isNot}${limit}.${noteText(measurement)}`;
}

function scopeText({ filter }: AlarmConfig): string {
  const parts = Object.entries(filter).map(([name, value]) =>
    value === "" ? `no ${name}` : `${name}=${value}`,
  );
  return parts.length === 0 ? "" : ` of ${parts.join(", ")}`;
}

function noteText(measurement: AlarmMeasurement | undefined): string {
  if (measurement === undefined) return "";
  const unpriced = measurement.unpriced_attempts;
  const notes = [
    unpriced === 0 ? "" : ` Attempts without a known cost: ${unpriced}.`,
    measurement.simulated ? " The money is simulated, or a part of it is." : "",
  ];
  return notes.join("");
}
