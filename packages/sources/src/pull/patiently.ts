import { HeadgateError } from "@headgate/contract";

const MOST_TRIES = 4;
const FIRST_DELAY_MS = 1_000;
/** A provider that asks for more is asked again by the next pull, not by this one. */
const LONGEST_DELAY_MS = 60_000;

/** What waiting depends on; tests give their own. */
export type Patience = Readonly<{
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** From 0 to below 1. */
  random: () => number;
}>;

/**
 * Asks up to four times, where a provider did not answer whole or takes no more requests for now: after the time
 * that it named, else after one, two, four seconds, give or take a half.
 *
 * @throws what the last try threw
 */
export async function patiently<Result>(
  ask: () => Promise<Result>,
  { wait, random }: Patience,
  signal: AbortSignal,
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      signal.throwIfAborted();
      if (tries >= MOST_TRIES || !isPassing(error)) throw error;
      const delayMs =
        askedDelayMs(error) ?? Math.round(FIRST_DELAY_MS * 2 ** (tries - 1) * (0.5 + random()));
      if (delayMs > LONGEST_DELAY_MS) throw error;
      await wait(delayMs, signal);
    }
  }
}

const isPassing = (error: unknown): error is HeadgateError =>
  error instanceof HeadgateError &&
  (error.code === "pull_limited" || error.code === "pull_unreachable");

/** How long a provider that refused for now asked to be left alone. */
export function askedDelayMs(error: unknown): number | undefined {
  if (!(error instanceof HeadgateError)) return undefined;
  const asked = error.details.retry_after_ms;
  return typeof asked === "number" ? asked : undefined;
}
