const MARK = Buffer.from("efbbbf", "hex");
const NOTHING = Buffer.alloc(0);

/**
 * Takes the byte order mark of UTF-8 off a file's beginning, before anything else looks at it: behind it a quote
 * would stand in the middle of a cell. The mark may be cut between pieces.
 */
export class MarkDropper {
  /** The file's bytes so far, where they may be a mark's beginning. */
  #beginning: Buffer | undefined = NOTHING;

  /** The piece without the mark; nothing while it cannot be told. `last`: no more follows. */
  drop(piece: Uint8Array, last: boolean): Uint8Array {
    if (this.#beginning === undefined) return piece;
    const bytes = Buffer.concat([this.#beginning, piece]);
    const isOpen = bytes.length < MARK.length && MARK.subarray(0, bytes.length).equals(bytes);
    this.#beginning = isOpen && !last ? bytes : undefined;
    if (this.#beginning !== undefined) return NOTHING;
    return bytes.subarray(0, MARK.length).equals(MARK) ? bytes.subarray(MARK.length) : bytes;
  }
}
