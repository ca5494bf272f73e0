import { beginOfDay, HeadgateError, wallTime } from "@headgate/contract";

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const DURATION = /^(\d{1,6})([smhdw])$/;
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAY_MS = UNIT_MS.d;

export type MomentContext = Readonly<{ flag: string; nowMs: number; timeZone: string }>;

/** The machine's time zone, or the one that `--tz` names. @throws HeadgateError `command_invalid` */
export function readTimeZone(name: string | undefined): string {
  try {
    return new Intl.DateTimeFormat("en", {
      ...(name === undefined ? {} : { timeZone: name }),
    }).resolvedOptions().timeZone;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new HeadgateError(
      "command_invalid",
      `--tz is a time zone such as Europe/Berlin or UTC; not "${name}".`,
    );
  }
}

/**
 * The beginning of a time range: so long ago (`90s`, `30m`, `24h`, `7d`, `2w`), the beginning of a day
 * (`2026-11-01`) in the time zone, or a moment (`2026-11-01T08:00:00Z`).
 * @returns milliseconds since the epoch
 * @throws HeadgateError `command_invalid`
 */
export function readBeginning(text: string, context: MomentContext): number {
  return readMoment(text, context, 0);
}

/** The end of a time range, exclusive: as {@link readBeginning}, but a day is in it whole. */
export function readEnd(text: string, context: MomentContext): number {
  return readMoment(text, context, 1);
}

function readMoment(
  text: string,
  { flag, nowMs, timeZone }: MomentContext,
  daysLater: number,
): number {
  const [, amount, unit] = DURATION.exec(text) ?? [];
  if (amount !== undefined && isUnit(unit)) return nowMs - Number(amount) * UNIT_MS[unit];
  const [, year, month, day] = DAY.exec(text) ?? [];
  if (year !== undefined) {
    const utc = Date.UTC(Number(year), Number(month) - 1, Number(day));
    if (new Date(utc).toISOString().startsWith(text)) {
      return beginOfDay(utc + daysLater * DAY_MS, timeZone);
    }
  } else if (/^\d{4}-\d{2}-\d{2}T/.test(text)) {
    // Without an offset the moment is read as the zone's own time, like a day is.
    const hasOffset = /(Z|[+-]\d{2}:?\d{2})$/.test(text);
    const parsed = Date.parse(hasOffset ? text : `${text}Z`);
    if (!Number.isNaN(parsed)) return hasOffset ? parsed : wallTime(parsed, timeZone);
  }
  throw new HeadgateError(
    "command_invalid",
    `${flag} is a span such as 24h or 7d, a day such as 2026-11-01, or a moment such as 2026-11-01T08:00:00Z; not "${text}".`,
  );
}

const isUnit = (unit: string | undefined): unit is keyof typeof UNIT_MS =>
  unit !== undefined && unit in UNIT_MS;
