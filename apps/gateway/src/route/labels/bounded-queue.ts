/** Runs jobs a few at a time; what finds the queue full is dropped. */
export class BoundedQueue {
  readonly #atOnce: number;
  readonly #most: number;
  readonly #waiting: (() => Promise<void>)[] = [];
  #running = 0;
  #whenIdle: (() => void)[] = [];

  constructor({ atOnce, most }: Readonly<{ atOnce: number; most: number }>) {
    this.#atOnce = atOnce;
    this.#most = most;
  }

  /** @returns false where the queue is full. Jobs settle their own faults. */
  add(job: () => Promise<void>): boolean {
    if (this.#waiting.length >= this.#most) return false;
    this.#waiting.push(job);
    this.#next();
    return true;
  }

  /** Drops what waits, and resolves when what runs has ended. */
  async end(): Promise<void> {
    this.#waiting.length = 0;
    await this.idle();
  }

  /** Resolves when nothing waits or runs. */
  idle(): Promise<void> {
    if (this.#running === 0 && this.#waiting.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  #next(): void {
    while (this.#running < this.#atOnce) {
      const job = this.#waiting.shift();
      if (job === undefined) break;
      this.#running += 1;
      const ended = (): void => {
        this.#running -= 1;
        this.#next();
      };
      job().then(ended, ended);
    }
    if (this.#running === 0 && this.#waiting.length === 0) {
      for (const resolve of this.#whenIdle.splice(0)) resolve();
    }
  }
}
