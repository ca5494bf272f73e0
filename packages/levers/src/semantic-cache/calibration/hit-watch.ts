/** What the watch looks for: hits that are wrong with so many times the odds that the policy allows. */
const ODDS = 3;
/** At the very share that the policy allows, a false alarm comes after so many compared hits on average, or more. */
const HITS_TO_A_FALSE_ALARM = 1_000;

/**
 * Looks out for a change: hits that were certified and have become wrong. A certificate rests on thousands of candidates of weeks, and
 * what goes wrong today hardly moves it; this looks at compared hits alone, one after the other.
 *
 * It is Page's cumulative sum ("Continuous inspection schemes", Biometrika 41, 1954): the evidence, as the logarithm of a likelihood
 * ratio, that hits are wrong with {@link ODDS} times the odds, since whenever that evidence was least. Lorden ("Procedures for
 * reacting to a change in distribution", Annals of Mathematical Statistics 42, 1971) bounds its false alarms: by a threshold of
 * ln(n) they are n observations apart at least, on average.
 */
export class HitWatch {
  readonly #ofWrong: number;
  readonly #ofRight: number;
  #evidence = 0;

  /** @param target the share of hits that may be wrong */
  constructor(target: number) {
    const scale = Math.log1p((ODDS - 1) * target);
    this.#ofWrong = Math.log(ODDS) - scale;
    this.#ofRight = -scale;
  }

  /** Takes note of a compared hit; true where hits are not what they were. */
  note(correct: boolean): boolean {
    this.#evidence = Math.max(0, this.#evidence + (correct ? this.#ofRight : this.#ofWrong));
    return this.#evidence >= Math.log(HITS_TO_A_FALSE_ALARM);
  }

  /** Begins anew. */
  reset(): void {
    this.#evidence = 0;
  }
}
