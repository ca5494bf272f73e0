/** Smaller steps are the garbage of the question before. */
const TOLD_STEP_MB = 16;

/** The most memory that this process held, and by what it was raised. */
export class PeakMemory {
  readonly #peaks: { after: string; mb: number }[] = [];

  /** Looks after something was done. */
  look(after: string): void {
    const mb = PeakMemory.now();
    if (mb >= (this.#peaks.at(-1)?.mb ?? 0) + TOLD_STEP_MB) this.#peaks.push({ after, mb });
  }

  get peaks(): readonly Readonly<{ after: string; mb: number }>[] {
    return this.#peaks;
  }

  static now(): number {
    return Math.round(process.resourceUsage().maxRSS / 1024);
  }
}
