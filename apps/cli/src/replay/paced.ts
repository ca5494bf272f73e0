import { setTimeout as delay } from "node:timers/promises";
import type { TraceRow } from "./read-trace.ts";

/**
 * Hands rows on when their time has come: the trace's own clock, `speed` times as fast. Rows without a
 * time come at once after the one before.
 */
export async function* paced(
  rows: AsyncIterable<TraceRow>,
  speed: number,
  clock: Readonly<{ nowMs: () => number; wait: (ms: number) => Promise<unknown> }> = {
    nowMs: () => performance.now(),
    wait: (ms) => delay(ms),
  },
): AsyncGenerator<TraceRow> {
  let origin: { traceMs: number; nowMs: number } | undefined;
  for await (const row of rows) {
    if (row.atMs !== undefined) {
      origin ??= { traceMs: row.atMs, nowMs: clock.nowMs() };
      const dueMs = origin.nowMs + (row.atMs - origin.traceMs) / speed;
      const waitMs = dueMs - clock.nowMs();
      if (waitMs > 0) await clock.wait(waitMs);
    }
    yield row;
  }
}
