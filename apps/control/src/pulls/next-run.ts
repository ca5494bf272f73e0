const MINUTE_MS = 60_000;
/** However short its interval, a source that fails is asked less and less, down to once in this time. */
const LONGEST_PAUSE_MS = 15 * MINUTE_MS;

type Asked = Readonly<{
  nowMs: number;
  intervalMs: number;
  /** From 0 to below 1. */
  random: number;
}>;

/** When a source is pulled again after all went well: its interval, give or take a tenth, so that many spread out. */
export const nextRunMs = ({ nowMs, intervalMs, random }: Asked): number =>
  nowMs + Math.round(intervalMs * (0.9 + 0.2 * random));

/**
 * When it is tried again after failing: a minute, two, four … up to its interval or a quarter of an hour, give or take a
 * tenth; never before the provider said.
 *
 * @param failuresInARow 1 for the first
 */
export function nextTryMs(
  asked: Asked & Readonly<{ failuresInARow: number; askedDelayMs: number | undefined }>,
): number {
  const longestMs = Math.max(asked.intervalMs, LONGEST_PAUSE_MS);
  const pauseMs = Math.min(longestMs, MINUTE_MS * 2 ** Math.min(20, asked.failuresInARow - 1));
  const ownMs = nextRunMs({ ...asked, intervalMs: pauseMs });
  return Math.max(ownMs, asked.nowMs + (asked.askedDelayMs ?? 0));
}
