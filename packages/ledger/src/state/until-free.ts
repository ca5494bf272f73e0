import { setTimeout as delay } from "node:timers/promises";

/** How long a process waits for another one's write. */
const PATIENCE_MS = 10_000;
const RETRY_MS = 10;

/**
 * Tries until nobody else holds the lock. Waiting here and not in SQLite's busy handler leaves the event
 * loop free, also for the one in this process that holds it.
 *
 * @throws the lock's error when it is still held after ten seconds
 */
export async function untilFree<Result>(work: () => Result | Promise<Result>): Promise<Result> {
  const deadlineMs = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadlineMs) throw error;
    }
    await delay(RETRY_MS);
  }
}

const isBusy = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  typeof error.code === "string" &&
  error.code.startsWith("SQLITE_BUSY");
