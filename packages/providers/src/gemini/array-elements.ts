const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACE = 0x7d;
const CLOSE_BRACKET = 0x5d;

/** Finds where the elements of a JSON array end that arrives in pieces; its closing bracket ends one too. */
export class ArrayElementEnds {
  #depth = 0;
  #inString = false;
  #escaped = false;
  #closed = false;
  #foreign = false;

  /** The array's closing bracket was seen. */
  get closed(): boolean {
    return this.#closed;
  }

  /** What came is no JSON array. */
  get foreign(): boolean {
    return this.#foreign;
  }

  /** Offsets in `chunk` after the end of an object in the array, or of the array, in order. */
  scan(chunk: Buffer): number[] {
    const ends: number[] = [];
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === BACKSLASH) this.#escaped = true;
        else if (byte === QUOTE) this.#inString = false;
      } else if (byte === QUOTE) {
        this.#inString = true;
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        if (this.#depth === 0 && (byte === OPEN_BRACE || this.#closed)) this.#foreign = true;
        this.#depth += 1;
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        this.#depth -= 1;
        if (this.#depth < 0) this.#foreign = true;
        if (this.#depth === 1 && byte === CLOSE_BRACE) ends.push(at + 1);
        if (this.#depth === 0 && !this.#closed) {
          this.#closed = true;
          ends.push(at + 1);
        }
      } else if (this.#depth === 0 && byte !== undefined && byte > 0x20) this.#foreign = true;
    }
    return ends;
  }
}
