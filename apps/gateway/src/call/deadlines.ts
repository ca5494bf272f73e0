import { steadyMs } from "@headgate/budgets";

const SWEEP_MS = 500;

/** A time limit that waits, by the steady clock; `place` is where it stands among the others, -1 once it does not wait any more. */
export type Deadline = { readonly atMs: number; expire: (() => void) | undefined; place: number };

/**
 * Time limits of the calls under way, swept twice a second: one timer for all of them instead of one
 * each. A call may so take up to half a second longer than its limit.
 *
 * An array, though a set would read better: V8's sets leave their outgrown tables behind, each with what
 * it held and a pointer to the next. One such table in the old generation keeps every later call alive
 * until the next full collection (collections took 6 to 7 ms of every 36, and 1.3 to 2.3 of every
 * 45 with the array; Node 20.20, November 2026).
 */
export class Deadlines {
  readonly #waiting: Deadline[] = [];
  readonly #timer: NodeJS.Timeout;
  /** The gateway stops: whatever is added from now on is over at once. */
  #areOver = false;

  constructor(sweepMs = SWEEP_MS) {
    this.#timer = setInterval(() => this.#sweep(steadyMs()), sweepMs);
    this.#timer.unref();
  }

  add(atMs: number, expire: () => void): Deadline {
    const deadline = { atMs, expire, place: this.#waiting.length };
    this.#waiting.push(deadline);
    // Not within this call: who adds one has no hold of it yet.
    if (this.#areOver) setImmediate(() => this.#sweep(steadyMs()));
    return deadline;
  }

  remove(deadline: Deadline): void {
    const { place } = deadline;
    if (place < 0) return;
    const last = this.#waiting.pop();
    if (last !== undefined && last !== deadline) {
      this.#waiting[place] = last;
      last.place = place;
    }
    deadline.place = -1;
    deadline.expire = undefined;
  }

  /** Expires all of them now, and each that is added later: the gateway stops. */
  expireAll(): void {
    this.#areOver = true;
    this.#sweep(steadyMs());
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #sweep(nowMs: number): void {
    // What expires may add and remove others, so those that are due are picked first.
    const due = this.#waiting.filter(({ atMs }) => this.#areOver || atMs <= nowMs);
    for (const deadline of due) {
      const { expire } = deadline;
      this.remove(deadline);
      expire?.();
    }
  }
}
