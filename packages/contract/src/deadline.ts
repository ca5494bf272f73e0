const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A length of time as people write it: `90s`, `30m`, `24h`, `2d`. */
export const DEADLINE_LENGTH = /^(\d{1,6})([smhd])$/;
/** RFC 3339, with its offset: without one nobody knows whose midnight is meant. */
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** No call waits for longer: what it waits for is kept, and keeping has a price too. */
export const MOST_DEADLINE_MS = 7 * unitMs.d;

/** Milliseconds of a length of time; `undefined` for what is none. */
export function deadlineLengthMs(text: string): number | undefined {
  const [, count, unit] = DEADLINE_LENGTH.exec(text) ?? [];
  return count === undefined ? undefined : Number(count) * unitMs[unit as keyof typeof unitMs];
}

/** A deadline, or why it is none. */
export type DeadlineReading =
  | Readonly<{ kind: "deadline"; atMs: number }>
  | Readonly<{ kind: "unreadable" }>
  | Readonly<{ kind: "passed"; atMs: number }>
  | Readonly<{ kind: "too_far"; atMs: number }>;

/**
 * When an answer is wanted at the latest: a length of time from now (`2h`, `30m`), or a moment with its offset
 * (`2026-11-30T06:00:00Z`).
 */
export function readDeadline(text: string, nowMs: number): DeadlineReading {
  const length = deadlineLengthMs(text);
  const atMs = length === undefined ? momentMs(text) : nowMs + length;
  if (atMs === undefined) return { kind: "unreadable" };
  if (atMs <= nowMs) return { kind: "passed", atMs };
  return atMs - nowMs > MOST_DEADLINE_MS ? { kind: "too_far", atMs } : { kind: "deadline", atMs };
}

function momentMs(text: string): number | undefined {
  if (!MOMENT.test(text)) return undefined;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? undefined : atMs;
}
