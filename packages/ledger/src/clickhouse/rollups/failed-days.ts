const FIRST_MS = 120_000;
const LONGEST_MS = 6 * 3_600_000;

/** Days that could not be summed up: each is left alone for twice as long as the time before, six hours at most. */
export class FailedDays {
  readonly #days = new Map<number, Readonly<{ leftForMs: number; untilMs: number }>>();
  readonly #elapsedMs: () => number;

  /** @param elapsedMs milliseconds of a clock that is never set back */
  constructor(elapsedMs: () => number) {
    this.#elapsedMs = elapsedMs;
  }

  failed(dayMs: number): void {
    const before = this.#days.get(dayMs)?.leftForMs;
    const leftForMs = before === undefined ? FIRST_MS : Math.min(2 * before, LONGEST_MS);
    this.#days.set(dayMs, { leftForMs, untilMs: this.#elapsedMs() + leftForMs });
  }

  built(dayMs: number): void {
    this.#days.delete(dayMs);
  }

  /** Those that are to be left alone now. */
  leftAlone(): readonly number[] {
    const nowMs = this.#elapsedMs();
    return [...this.#days].flatMap(([dayMs, { untilMs }]) => (untilMs > nowMs ? [dayMs] : []));
  }
}
