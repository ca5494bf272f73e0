/** Runs writes one after another, in the order in which they came, but for those that may run beside each other. */
export class WriteLane {
  #lastAlone: Promise<unknown> = Promise.resolve();
  /** What runs beside each other behind that. None of these fails: who asked for a task learns of its failure. */
  readonly #beside = new Set<Promise<unknown>>();

  /** Runs a task behind all that came before it, and before all that comes later. */
  run<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = Promise.all([this.#lastAlone, ...this.#beside]).then(task);
    this.#lastAlone = result.catch(() => undefined);
    this.#beside.clear();
    return result;
  }

  /** Runs a task beside others of this kind, behind the last one that runs alone. */
  runBeside<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = this.#lastAlone.then(task);
    const end: Promise<unknown> = result
      .catch(() => undefined)
      .finally(() => this.#beside.delete(end));
    this.#beside.add(end);
    return result;
  }
}
