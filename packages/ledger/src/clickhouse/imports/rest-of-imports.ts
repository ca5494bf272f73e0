import { HeadgateError } from "@headgate/contract";
import type { LedgerProblem } from "../../duckdb/ledger-problem.ts";

/** What could not be moved is not tried again by each of many writes. */
const AGAIN_AFTER_MS = 60_000;

type Options = Readonly<{
  /** Moves what was cut off on its way to its end, and answers how many imports it left, which another process is at. */
  move: () => Promise<number>;
  onProblem: (problem: LedgerProblem) => void;
  /** Milliseconds of a clock that is never set back. */
  elapsedMs: () => number;
}>;

/**
 * Imports that were cut off while they were moved: a server that died in the middle leaves them half moved,
 * and who asked for it may not ask again.
 */
export class RestOfImports {
  readonly #options: Options;
  #isLeft = false;
  #isTold = false;
  #failedAtMs = Number.NEGATIVE_INFINITY;
  #leftAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: Options) {
    this.#options = options;
  }

  /** There may be a rest: another process's, which may be no more. */
  look(): void {
    this.#isLeft = true;
    this.#leftAtMs = Number.NEGATIVE_INFINITY;
  }

  /** Whether `move` has something to do now. */
  get isDue(): boolean {
    const triedAtMs = Math.max(this.#failedAtMs, this.#leftAtMs);
    return this.#isLeft && this.#options.elapsedMs() - triedAtMs >= AGAIN_AFTER_MS;
  }

  /** Does what moves an import; where it comes to no end, there is a rest. */
  async watched<Result>(finish: () => Promise<Result>): Promise<Result> {
    // Another import that is moved to its end takes none of an earlier one's rest away.
    const wasLeft = this.#isLeft;
    this.#isLeft = true;
    const result = await finish();
    this.#isLeft = wasLeft;
    return result;
  }

  /**
   * Moves the rest, if there is one. What cannot be moved holds no calls back: it is told, and tried again by a later write.
   * @throws HeadgateError `ledger_unreachable`
   */
  async move(): Promise<void> {
    const { move, onProblem, elapsedMs } = this.#options;
    if (!this.isDue) return;
    try {
      const left = await move();
      this.#isLeft = left > 0;
      // What others are at they move themselves; were they killed in the middle, it is nobody's by then.
      if (left > 0) this.#leftAtMs = elapsedMs();
      this.#isTold = false;
    } catch (error) {
      if (error instanceof HeadgateError && error.code === "ledger_unreachable") throw error;
      this.#failedAtMs = elapsedMs();
      if (this.#isTold) return;
      this.#isTold = true;
      onProblem({
        code: error instanceof HeadgateError ? error.code : "internal",
        message: `An import that was cut off cannot be moved to its end, so that part of it counts and part does not; it is tried again every minute that something is written: ${error instanceof Error ? error.message : String(error)}`,
      });
    }
  }
}
