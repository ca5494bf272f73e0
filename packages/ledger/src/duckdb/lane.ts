/** Runs tasks one after another, in the order in which they came. */
export class Lane {
  #last: Promise<unknown> = Promise.resolve();

  run<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(task);
    // The next task waits for this one and does not care how it ended; its caller does.
    this.#last = result.catch(() => undefined);
    return result;
  }
}
