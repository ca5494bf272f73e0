import { setTimeout as wait } from "node:timers/promises";

/** Waits for something, and no longer than that. Answers whether it is done. */
export async function within(done: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const given = new AbortController();
  const late = wait(milliseconds, false, { signal: given.signal }).catch(() => false);
  try {
    return await Promise.race([done.then(() => true), late]);
  } finally {
    given.abort();
  }
}
