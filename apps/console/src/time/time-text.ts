import type { TimeGrain } from "@headgate/contract";
import { bucketEnd } from "./buckets.ts";
import { DAY_MS, type TimeSpan } from "./time-span.ts";

const LOCALE = "en-GB";

const formats = {
  clock: new Intl.DateTimeFormat(LOCALE, { hour: "2-digit", minute: "2-digit" }),
  clockSeconds: new Intl.DateTimeFormat(LOCALE, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }),
  dayClock: new Intl.DateTimeFormat(LOCALE, {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  }),
  dayYearClock: new Intl.DateTimeFormat(LOCALE, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  }),
  dayClockSeconds: new Intl.DateTimeFormat(LOCALE, {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }),
  full: new Intl.DateTimeFormat(LOCALE, { dateStyle: "medium", timeStyle: "long" }),
  dayLocal: new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", year: "numeric" }),
  // Buckets of a day and longer are cut in UTC, so they are named in UTC.
  dayUtc: new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", timeZone: "UTC" }),
  dayYearUtc: new Intl.DateTimeFormat(LOCALE, {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  }),
  clockUtc: new Intl.DateTimeFormat(LOCALE, {
    hour: "2-digit",
    minute: "2-digit",
    timeZone: "UTC",
  }),
  dayClockUtc: new Intl.DateTimeFormat(LOCALE, {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: "UTC",
  }),
  monthUtc: new Intl.DateTimeFormat(LOCALE, { month: "short", year: "numeric", timeZone: "UTC" }),
} as const;

/** A moment in full, with its time zone, for titles. */
export const fullTime = (ms: number): string => formats.full.format(ms);

/** A moment in a list: the clock with seconds today, with the day otherwise. */
export const listTime = (ms: number, nowMs: number): string =>
  nowMs - ms < DAY_MS && new Date(ms).getDate() === new Date(nowMs).getDate()
    ? formats.clockSeconds.format(ms)
    : formats.dayClockSeconds.format(ms);

/** A day by itself. */
export const dayText = (ms: number): string => formats.dayLocal.format(ms);

/** A day of UTC by itself, with the year where it is not this one. */
export const dayUtcText = (ms: number, nowMs = Date.now()): string =>
  new Date(ms).getUTCFullYear() === new Date(nowMs).getUTCFullYear()
    ? formats.dayUtc.format(ms)
    : formats.dayYearUtc.format(ms);

/** Whether buckets are named in UTC, as they are cut; hours and minutes stand in the reader's time. */
export const isNamedInUtc = (grain: TimeGrain): boolean => grain !== "hour" && grain !== "minute";

/** What the bars of a chart are of. */
export const eachText = (grain: TimeGrain): string =>
  `each ${grain}${isNamedInUtc(grain) ? ", UTC" : ""}`;

/** A bucket's name under the chart: as short as its span allows. */
export const bucketLabel = (startMs: number, grain: TimeGrain, span: TimeSpan): string => {
  switch (grain) {
    case "minute":
    case "hour":
      return span.toMs - span.fromMs <= DAY_MS * 1.5
        ? formats.clock.format(startMs)
        : formats.dayClock.format(startMs);
    case "day":
    case "week":
      return formats.dayUtc.format(startMs);
    case "month":
      return formats.monthUtc.format(startMs);
    default:
      return grain satisfies never;
  }
};

/** A bucket's name in full, for tooltips and tables. */
export const bucketTitle = (startMs: number, grain: TimeGrain): string => {
  switch (grain) {
    case "minute":
    case "hour":
      return formats.dayClock.format(startMs);
    case "day":
      return `${formats.dayUtc.format(startMs)} UTC`;
    case "week":
      return `week of ${formats.dayUtc.format(startMs)} UTC`;
    case "month":
      return formats.monthUtc.format(startMs);
    default:
      return grain satisfies never;
  }
};

/** A bucket's name in full where its span may cut it: of a part it says from when, until when. */
export const partTitle = (startMs: number, grain: TimeGrain, span: TimeSpan): string => {
  const moment = edgeFormat(grain);
  const endMs = bucketEnd(startMs, grain);
  return [
    bucketTitle(startMs, grain),
    ...(span.fromMs > startMs ? [`from ${moment.format(span.fromMs)}`] : []),
    ...(span.toMs < endMs ? [`until ${moment.format(span.toMs)}`] : []),
  ].join(", ");
};

/** How an edge within a bucket is named: in the zone of the bucket's own name, with the day where it has several. */
const edgeFormat = (grain: TimeGrain): Intl.DateTimeFormat => {
  if (!isNamedInUtc(grain)) return formats.clock;
  return grain === "day" ? formats.clockUtc : formats.dayClockUtc;
};

/** A span in words: `21 Nov, 09:00 – 22 Nov, 09:00`, with the years where one of them is not this year. */
export const spanText = ({ fromMs, toMs }: TimeSpan, nowMs = Date.now()): string => {
  const year = new Date(nowMs).getFullYear();
  const isNear = [fromMs, toMs].every((ms) => new Date(ms).getFullYear() === year);
  const format = isNear ? formats.dayClock : formats.dayYearClock;
  return `${format.format(fromMs)} – ${format.format(toMs)}`;
};

/** Whole days of UTC. */
export const daysUtcText = ({ fromMs, toMs }: TimeSpan, nowMs = Date.now()): string => {
  const [first, last] = [dayUtcText(fromMs, nowMs), dayUtcText(toMs - 1, nowMs)];
  return first === last ? `${first} UTC` : `${first} – ${last} UTC`;
};
