/** Runs several tasks beside each other, and what ends each of them one after another in the order in which they were begun. */
export class InOrder {
  readonly #most: number;
  /** Each behind the one before it. */
  #ends: Promise<void>[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  /**
   * Begins a task, as soon as fewer than the most are under way.
   * @param end is not called where the task failed, or one before it or its end did
   * @throws what one of those failed with that were waited for
   */
  async begin<Result>(
    task: () => Promise<Result>,
    end: (result: Result) => Promise<void>,
  ): Promise<void> {
    while (this.#ends.length >= this.#most) await this.#ends.shift();
    const ended = endBehind(this.#ends.at(-1), task(), end);
    // Whoever waits for it learns of its failure; until then it is nobody's.
    ended.catch(() => undefined);
    this.#ends.push(ended);
  }

  /**
   * Resolves when nothing is under way any more.
   * @throws what failed first
   */
  async ended(): Promise<void> {
    const ends = this.#ends;
    this.#ends = [];
    await Promise.allSettled(ends);
    await Promise.all(ends);
  }
}

async function endBehind<Result>(
  before: Promise<void> | undefined,
  task: Promise<Result>,
  end: (result: Result) => Promise<void>,
): Promise<void> {
  const [behind, result] = await Promise.allSettled([before, task]);
  if (behind.status === "rejected") throw behind.reason;
  if (result.status === "rejected") throw result.reason;
  await end(result.value);
}
