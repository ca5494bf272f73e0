import { setTimeout as wait } from "node:timers/promises";
import { HeadgateError } from "@headgate/contract";

/** A budget is closed for what has a limit until the ledger has told what was spent while nobody counted it here. */
export const reopening = (): HeadgateError =>
  new HeadgateError(
    "budgets_reopening",
    "The budget is new or back, or its counters were emptied: what was spent is not read from the ledger yet.",
    { retry_after_ms: 5_000 },
  );

export const isReopening = (error: unknown): boolean =>
  error instanceof HeadgateError && error.code === "budgets_reopening";

/** What is asked waits so long for a budget that is being opened: control looks for such each second. */
export const OPENING_PATIENCE_MS = 5_000;

/** How soon it is asked again whether a budget was opened; each time after twice as long. */
const FIRST_LOOK_MS = 100;

/**
 * Asks again while a budget is closed.
 *
 * @throws what `ask` does, and `budgets_reopening` where one stays closed for longer than `patienceMs`
 */
export async function whileReopening<Answer>(
  ask: () => Promise<Answer>,
  patienceMs: number,
): Promise<Answer> {
  let leftMs = patienceMs;
  for (let waitMs = FIRST_LOOK_MS; ; waitMs *= 2) {
    try {
      return await ask();
    } catch (error) {
      if (leftMs <= 0 || !isReopening(error)) throw error;
    }
    await wait(Math.min(waitMs, leftMs));
    leftMs -= waitMs;
  }
}
