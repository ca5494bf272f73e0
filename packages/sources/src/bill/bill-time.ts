import { remembering } from "../read/remembering.ts";

/** `2026-11-01T10:00:00.000Z`, `2026-11-01 10:00:00 UTC`, `2026-11-01T10:00Z`, `2026-11-01`. */
const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?)?$/;
/** `5/1/25`, `05/01/2026`, `5/1/2026 0:00`: month first, as AWS's, Azure's and FOCUS's examples have it. */
const MONTH_FIRST = /^(\d{1,2})\/(\d{1,2})\/(\d{4}|\d{2})(?: (\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;

const timeOf = remembering(10_000, (text: string) => text, readTime);

/**
 * A bill's time as milliseconds since the epoch; without an offset it is UTC. `undefined` where it is none:
 * a month of 13 is not taken for a day.
 */
export function billTimeMs(text: string | undefined): number | undefined {
  return text === undefined ? undefined : timeOf(text);
}

function readTime(text: string): number | undefined {
  const trimmed = text.trim();
  const iso = ISO.exec(trimmed);
  if (iso !== null) {
    const [, year, month, day, hour, minute, second, fraction, zone] = iso;
    const at = utcMs([year, month, day, hour, minute, second], fraction);
    return at === undefined ? undefined : notNegative(at - offsetMs(zone));
  }
  const slashed = MONTH_FIRST.exec(trimmed);
  if (slashed === null) return undefined;
  const [, month, day, year = "", hour, minute, second] = slashed;
  const full = year.length === 2 ? `20${year}` : year;
  return utcMs([full, month, day, hour, minute, second], undefined);
}

function utcMs(
  parts: readonly (string | undefined)[],
  fraction: string | undefined,
): number | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map((part) =>
    part === undefined ? 0 : Number(part),
  );
  const milliseconds = fraction === undefined ? 0 : Number(fraction.slice(0, 3).padEnd(3, "0"));
  const at = new Date(Date.UTC(year, month - 1, day, hour, minute, second, milliseconds));
  const isSame =
    at.getUTCMonth() === month - 1 && at.getUTCDate() === day && at.getUTCHours() === hour;
  return isSame && minute < 60 && second < 60 ? notNegative(at.getTime()) : undefined;
}

function offsetMs(zone: string | undefined): number {
  if (zone === undefined || zone === "Z" || zone === "UTC") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith("-") ? -minutes : minutes) * 60_000;
}

const notNegative = (at: number): number | undefined => (at < 0 ? undefined : at);

/** The day of a moment, `yyyy-mm-dd` in UTC. */
export const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

/** The first moments of the month of a moment and of the next one, in UTC. */
export function monthOf(atMs: number): Readonly<{ startMs: number; endMs: number }> {
  const at = new Date(atMs);
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()];
  return { startMs: Date.UTC(year, month), endMs: Date.UTC(year, month + 1) };
}
