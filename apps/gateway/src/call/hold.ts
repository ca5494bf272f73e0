/** What holds a whole answer back until it has been looked at. */
export type Hold = Readonly<{
  /** A larger answer goes out as it is. */
  maxBytes: number;
  tooLarge?: () => void;
  /**
   * Whether a whole answer, as the provider sent it but decompressed, is given to the client; absent where it need be
   * whole only.
   */
  stands?: (answer: Readonly<{ body: Buffer; stream: boolean }>) => boolean;
}>;

/** The bytes of an answer that waits to be looked at. */
export class HeldAnswer {
  readonly #hold: Hold;
  #pieces: Buffer[] = [];
  #bytes = 0;
  #isOver = false;

  constructor(hold: Hold) {
    this.#hold = hold;
  }

  /** Whether it still waits. */
  get waits(): boolean {
    return !this.#isOver;
  }

  /** Takes a piece, while it waits and is not too large. */
  push(piece: Buffer): void {
    this.#pieces.push(piece);
    this.#bytes += piece.length;
  }

  get isTooLarge(): boolean {
    return this.#bytes > this.#hold.maxBytes;
  }

  /** The answer is whole: whether it stands; undefined where nothing judges it. */
  look(stream: boolean): Readonly<{ stands: boolean | undefined; body: Buffer }> {
    const body = Buffer.concat(this.#pieces);
    return { body, stands: this.#hold.stands?.({ body, stream }) };
  }

  /** Nothing waits any more: what did. */
  letGo(): readonly Buffer[] {
    const pieces = this.#pieces;
    if (this.isTooLarge && !this.#isOver) this.#hold.tooLarge?.();
    this.#isOver = true;
    this.#pieces = [];
    return pieces;
  }
}
