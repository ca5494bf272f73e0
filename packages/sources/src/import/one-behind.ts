/** Lets one piece of work go on behind the caller. The next one waits for its end, and meets its failure. */
export class OneBehind {
  #last: Promise<void> = Promise.resolve();

  /** Resolves when the work has begun. */
  async begin(work: () => Promise<void>): Promise<void> {
    await this.#last;
    const begun = work();
    // Its failure is met where it is waited for: by the next one, or at the end.
    begun.catch(() => undefined);
    this.#last = begun;
  }

  /** Resolves when all work has ended; rejects with the last one's failure. */
  ended(): Promise<void> {
    return this.#last;
  }
}
