import { setImmediate } from "node:timers/promises";

/** Looked at the clock so seldom, it costs nothing. */
const CALLS = 64;
const MOST_MS = 10;

/**
 * Lets whoever else waits for this thread have a turn, every ten milliseconds: a long history takes seconds. To be awaited
 * once a call.
 */
export function takingTurns(): () => Promise<void> | undefined {
  let calls = 0;
  let sinceMs = performance.now();
  return () => {
    calls += 1;
    if (calls % CALLS !== 0 || performance.now() - sinceMs < MOST_MS) return undefined;
    return setImmediate().then(() => {
      sinceMs = performance.now();
    });
  };
}
