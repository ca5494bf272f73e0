const SWEEP_MS = 500;

type Deadline = Readonly<{ atMs: number; expire: () => void }>;

/**
 * Time limits of the calls under way, swept twice a second: one timer for all of them instead of one
 * each. A call may so take up to half a second longer than its limit.
 */
export class Deadlines {
  readonly #waiting = new Set<Deadline>();
  readonly #timer: NodeJS.Timeout;

  constructor(sweepMs = SWEEP_MS) {
    this.#timer = setInterval(() => this.#sweep(), sweepMs);
    this.#timer.unref();
  }

  add(atMs: number, expire: () => void): Deadline {
    const deadline = { atMs, expire };
    this.#waiting.add(deadline);
    return deadline;
  }

  remove(deadline: Deadline): void {
    this.#waiting.delete(deadline);
  }

  /** Expires all of them now: the gateway stops. */
  expireAll(): void {
    for (const deadline of this.#waiting) this.#expire(deadline);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #sweep(): void {
    const nowMs = Date.now();
    for (const deadline of this.#waiting) if (deadline.atMs <= nowMs) this.#expire(deadline);
  }

  #expire(deadline: Deadline): void {
    this.#waiting.delete(deadline);
    deadline.expire();
  }
}
