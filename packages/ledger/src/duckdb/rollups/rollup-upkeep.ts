import { messageOf } from "../database-failure.ts";
import type { LedgerProblem } from "../ledger-problem.ts";
import type { DayOutcome } from "./build-day.ts";

/** A day is summed up once nothing was written to it for this long. */
export const QUIET_MS = 60_000;
/** How soon after the ledger was opened such days are looked for; then as often as they can have become quiet. */
const DELAY_MS = 1_000;

/**
 * Sums up, beside the ledger's other work, the days that changed: one day a turn, so that rows which wait to
 * be written wait for one day at most.
 */
export class RollupUpkeep {
  readonly #buildNext: (touchedBeforeMs: number) => Promise<DayOutcome>;
  readonly #onProblem: (problem: LedgerProblem) => void;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(
    buildNext: (touchedBeforeMs: number) => Promise<DayOutcome>,
    onProblem: (problem: LedgerProblem) => void,
  ) {
    this.#buildNext = buildNext;
    this.#onProblem = onProblem;
  }

  /** Begins to look for days to sum up, those that an earlier run left among them. */
  wake(): void {
    this.#after(DELAY_MS);
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  #after(delayMs: number): void {
    if (this.#timer !== undefined || this.#isStopped) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#buildNext(Date.now() - QUIET_MS).then(
        (outcome) => this.#after(outcome === "none" ? QUIET_MS : 0),
        (error: unknown) => {
          // Reports stay right: days that are not built are read from their rows.
          this.#onProblem({
            code: "internal",
            message: `Sums by day could not be built, so reports are slower: ${messageOf(error)}`,
          });
          this.#after(QUIET_MS);
        },
      );
    }, delayMs);
    this.#timer.unref();
  }
}
