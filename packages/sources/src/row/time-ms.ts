/** `2026-11-01T10:00:00Z`, `2026-11-01 10:00:00.123456+00`: ISO 8601 as databases and logs write it. */
const ISO =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:[.,](\d{1,9}))?\s*(Z|UTC|[+-]\d{2}(?::?\d{2})?)?$/;
/** As most logs write it, which `Date` reads as it stands. */
const PLAIN_ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{3})?Z$/;
/** Later than this a number of seconds would be in the year 5138; it is milliseconds. */
const MOST_SECONDS = 1e11;

/**
 * A time as milliseconds since the epoch: ISO 8601 (without an offset it is UTC), or a number, or digits, of
 * seconds or milliseconds since the epoch. `undefined` where it is none.
 */
export function timeMsOf(value: unknown): number | undefined {
  if (typeof value === "number") return ofNumber(value);
  if (typeof value !== "string") return undefined;
  if (PLAIN_ISO.test(value)) return sinceEpoch(Date.parse(value));
  const text = value.trim();
  if (/^\d{9,13}(?:\.\d+)?$/.test(text)) return ofNumber(Number(text));
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const [, day = "", time = "", fraction = "", offset = "Z"] = match;
  const zone = offset === "UTC" ? "Z" : /^[+-]\d{2}$/.test(offset) ? `${offset}:00` : offset;
  const milliseconds = fraction === "" ? "" : `.${fraction.slice(0, 3).padEnd(3, "0")}`;
  return sinceEpoch(Date.parse(`${day}T${time}${milliseconds}${zone}`));
}

const sinceEpoch = (at: number): number | undefined =>
  Number.isNaN(at) || at < 0 ? undefined : at;

function ofNumber(value: number): number | undefined {
  if (!Number.isFinite(value) || value < 0) return undefined;
  return Math.round(value < MOST_SECONDS ? value * 1000 : value);
}
