import type { Meter } from "@headgate/providers";

/** What of an answer waits until its attempt is recorded, in the order in which it goes out. */
export class HeldPieces {
  /** What stood before the terminal event in its chunk: goes out with it. */
  beforeEnd: Buffer | undefined;
  #last: Buffer | undefined;
  #behind: Buffer[] = [];

  /** Holds the newest piece of an answer that no meter reads; the one before may go. */
  swap(piece: Buffer): Buffer | undefined {
    const before = this.#last;
    this.#last = piece;
    return before;
  }

  /** Holds what comes behind the end. */
  behindEnd(piece: Buffer): void {
    this.#behind.push(piece);
  }

  /** Takes all that waits; what the meter holds stands in the middle. */
  release(meter: Meter | undefined): readonly Buffer[] {
    const held = meter === undefined ? this.#last : meter.release();
    const pieces = [this.beforeEnd, held, ...this.#behind].filter((piece) => piece !== undefined);
    this.beforeEnd = undefined;
    this.#last = undefined;
    this.#behind = [];
    return pieces;
  }
}
