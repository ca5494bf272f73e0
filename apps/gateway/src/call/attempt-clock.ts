import { roundedMs } from "./attempt.ts";

/** When an attempt began, and how long it takes, by a clock that never jumps. */
export class AttemptClock {
  readonly startedAtMs = Date.now();
  readonly #startedAt = performance.now();
  #firstByteAt: number | undefined;

  /** A byte of the answer's body has come. */
  noteByte(): void {
    this.#firstByteAt ??= performance.now();
  }

  /** Up to now. */
  durationMs(): number {
    return roundedMs(performance.now() - this.#startedAt);
  }

  /** Undefined where no byte came. */
  timeToFirstByteMs(): number | undefined {
    const at = this.#firstByteAt;
    return at === undefined ? undefined : roundedMs(at - this.#startedAt);
  }
}
