import { DAY_MS, HOUR_MS, MINUTE_MS, type TimeSpan } from "./time-span.ts";

/** The ranges that move with the clock. */
export const rangePresets = ["15m", "1h", "24h", "7d", "30d"] as const;
export type RangePreset = (typeof rangePresets)[number];

/** How long a preset is and the edge its start is moved back to, so that no bucket is cut in two. */
const presetLengths = {
  "15m": { lengthMs: 15 * MINUTE_MS, edgeMs: MINUTE_MS },
  "1h": { lengthMs: HOUR_MS, edgeMs: MINUTE_MS },
  "24h": { lengthMs: DAY_MS, edgeMs: HOUR_MS },
  "7d": { lengthMs: 7 * DAY_MS, edgeMs: HOUR_MS },
  "30d": { lengthMs: 30 * DAY_MS, edgeMs: DAY_MS },
} as const satisfies Record<RangePreset, { lengthMs: number; edgeMs: number }>;

export const rangeNames = {
  "15m": "last 15 minutes",
  "1h": "last hour",
  "24h": "last 24 hours",
  "7d": "last 7 days",
  "30d": "last 30 days",
} as const satisfies Record<RangePreset, string>;

/** A range as it is asked for: one that moves with the clock, or one between two moments. */
export type Range =
  | Readonly<{ kind: "preset"; preset: RangePreset }>
  | Readonly<{ kind: "custom"; span: TimeSpan }>;

export const isRangePreset = (text: string): text is RangePreset =>
  (rangePresets as readonly string[]).includes(text);

/** The span that a range stands for at a moment. Its end lies on the next whole minute. */
export const spanOf = (range: Range, nowMs: number): TimeSpan => {
  if (range.kind === "custom") return range.span;
  const { lengthMs, edgeMs } = presetLengths[range.preset];
  return {
    fromMs: Math.floor((nowMs - lengthMs) / edgeMs) * edgeMs,
    toMs: Math.ceil(nowMs / MINUTE_MS) * MINUTE_MS,
  };
};

/** A ledger that is younger than this is looked at by the hour, an older one by the day. */
const YOUNG_LEDGER_MS = 6 * HOUR_MS;

/** The range to begin with when the address names none; bills are told by the day, and come days late. */
export const firstRange = (
  {
    first_row_at: firstRowAt,
    bills_from: billsFrom,
  }: Readonly<{ first_row_at: string | null; bills_from: string | null }>,
  nowMs: number,
): RangePreset => {
  if (firstRowAt === null) return billsFrom === null ? "1h" : "30d";
  return nowMs - Date.parse(firstRowAt) < YOUNG_LEDGER_MS ? "1h" : "24h";
};

/** From when to when a bar opens: all of its bucket, and no more than a range that was chosen to the minute. */
export const withinRange = (
  { startMs, endMs }: Readonly<{ startMs: number; endMs: number }>,
  range: Range,
): Readonly<{ from: string; to: string }> => {
  const { fromMs, toMs } = range.kind === "custom" ? range.span : { fromMs: startMs, toMs: endMs };
  return {
    from: new Date(Math.max(startMs, fromMs)).toISOString(),
    to: new Date(Math.min(endMs, toMs)).toISOString(),
  };
};
