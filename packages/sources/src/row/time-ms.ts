/** `2026-11-01T10:00:00Z`, `2026-11-01 10:00:00.123456+00`: ISO 8601 as databases and logs write it. */
const ISO =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:[.,](\d{1,9}))?\s*(Z|UTC|[+-]\d{2}(?::?\d{2})?)?$/;
/** As most logs write it, which `Date` reads as it stands. */
const PLAIN_ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{3})?Z$/;
/** Later than these a number would be in the year 5138: it is milliseconds, microseconds, nanoseconds. */
const MOST_SECONDS = 1e11;
const MOST_MILLISECONDS = 1e14;
const MOST_MICROSECONDS = 1e17;
/** The end of the year 9999: what lies beyond is no time of a call, and more than a ledger's column holds at last. */
const END_OF_TIME_MS = 253_402_300_800_000;

/**
 * A time as milliseconds since the epoch: ISO 8601 (without an offset it is UTC), or a number, or digits, of
 * seconds, milliseconds, microseconds or nanoseconds since the epoch, told by their size. `undefined` where it is none.
 */
export function timeMsOf(value: unknown): number | undefined {
  if (typeof value === "number") return ofNumber(value);
  if (typeof value !== "string") return undefined;
  if (PLAIN_ISO.test(value)) return sinceEpoch(Date.parse(value));
  const text = value.trim();
  if (/^\d{9,19}(?:\.\d+)?$/.test(text)) return ofNumber(Number(text));
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const [, day = "", time = "", fraction = "", offset = "Z"] = match;
  const zone = offset === "UTC" ? "Z" : /^[+-]\d{2}$/.test(offset) ? `${offset}:00` : offset;
  const milliseconds = fraction === "" ? "" : `.${fraction.slice(0, 3).padEnd(3, "0")}`;
  return sinceEpoch(Date.parse(`${day}T${time}${milliseconds}${zone}`));
}

/** Whether a moment can be one of a call: not before the epoch, and before the year 10000. */
export const isMoment = (ms: number): boolean => ms >= 0 && ms < END_OF_TIME_MS;

const sinceEpoch = (at: number): number | undefined => (isMoment(at) ? at : undefined);

function ofNumber(value: number): number | undefined {
  if (!Number.isFinite(value) || value < 0) return undefined;
  const ms = inMilliseconds(value);
  return isMoment(ms) ? ms : undefined;
}

function inMilliseconds(value: number): number {
  if (value < MOST_SECONDS) return Math.round(value * 1000);
  if (value < MOST_MILLISECONDS) return Math.round(value);
  return Math.floor(value / (value < MOST_MICROSECONDS ? 1e3 : 1e6));
}
