import type { Writable } from "node:stream";
import { showCount, showSpan } from "../command-line/show-time.ts";

export type ReplayCounts = { sent: number; skippedAsKnown: number; failed: number };

const TERMINAL_INTERVAL_MS = 250;
const LOG_INTERVAL_MS = 5_000;

/** `4,200 of 19,366 rows (22 %), 812 rows/s, 18.7 s left`; the rate counts rows that were sent. */
export function progressText(
  counts: Readonly<ReplayCounts>,
  total: number,
  elapsedMs: number,
): string {
  const done = counts.sent + counts.failed + counts.skippedAsKnown;
  const rate = elapsedMs > 0 ? ((counts.sent + counts.failed) / elapsedMs) * 1_000 : 0;
  const left = Math.max(0, total - done);
  const share = total === 0 ? "" : ` (${Math.floor((done / total) * 100)} %)`;
  return [
    `${showCount(done)} of ${showCount(total)} rows${share}`,
    `${showCount(Math.round(rate))} rows/s`,
    ...(rate > 0 && left > 0 ? [`${showSpan((left / rate) * 1_000)} left`] : []),
    ...(counts.failed > 0 ? [`${showCount(counts.failed)} failed`] : []),
  ].join(", ");
}

/**
 * Shows the progress: a line that is written over on a terminal, a line now and then elsewhere.
 * @returns ends it
 */
export function showProgress(
  text: () => string,
  stream: Writable & { readonly isTTY?: boolean },
): () => void {
  const onTerminal = stream.isTTY === true;
  const timer = setInterval(
    () => {
      stream.write(onTerminal ? `\r${text()}\u001B[K` : `${text()}\n`);
    },
    onTerminal ? TERMINAL_INTERVAL_MS : LOG_INTERVAL_MS,
  );
  return () => {
    clearInterval(timer);
    stream.write(onTerminal ? `\r${text()}\u001B[K\n` : `${text()}\n`);
  };
}
