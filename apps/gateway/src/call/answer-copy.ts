import type { FlatHeaders } from "../http/answer-headers.ts";

/** An answer as its client got it. */
export type CopiedAnswer = Readonly<{ status: number; headers: readonly string[]; body: Buffer }>;

/** Takes down the bytes of an answer as they go to the client, up to a bound. */
export class AnswerCopy {
  readonly #maxBytes: number;
  #pieces: Buffer[] = [];
  #bytes = 0;
  #isTooLarge = false;
  #whole: CopiedAnswer | undefined;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get isTooLarge(): boolean {
    return this.#isTooLarge;
  }

  /** The answer, once all of it is there. */
  get whole(): CopiedAnswer | undefined {
    return this.#whole;
  }

  push(piece: Buffer): void {
    if (this.#isTooLarge) return;
    this.#bytes += piece.length;
    if (this.#bytes > this.#maxBytes) {
      this.#isTooLarge = true;
      this.#pieces = [];
    } else this.#pieces.push(piece);
  }

  /** The answer has ended, and is whole. */
  end(status: number, headers: FlatHeaders): void {
    if (this.#isTooLarge) return;
    // Copied out: a piece can be a view of a buffer that is much larger than the answer.
    this.#whole = { status, headers: headers.map(String), body: Buffer.concat(this.#pieces) };
    this.#pieces = [];
  }
}
