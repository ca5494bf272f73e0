import type { EncodedColumn } from "./encoded-column.ts";

const FIRST_BYTES = 64 * 1024;
const FIRST_ROWS = 2048;
/** What a UTF-16 unit may take in UTF-8. */
const MOST_BYTES_A_UNIT = 3;

/**
 * Texts in UTF-8 behind each other, as they come: nothing of a row stays as an object that V8's collections would have
 * to carry along, and another thread is given the memory itself.
 */
export class PackedTexts {
  #bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #used = 0;
  #lengths = new Int32Array(FIRST_ROWS);
  #rows = 0;

  /** Rows come in their order; those that are passed over have no text. */
  put(at: number, text: string): void {
    this.#passOver(at);
    const most = this.#used + text.length * MOST_BYTES_A_UNIT;
    if (most > this.#bytes.length) this.#grow(most);
    const length = this.#bytes.write(text, this.#used);
    this.#used += length;
    this.#lengths[at] = length;
    this.#rows = at + 1;
  }

  /** @param rows how many there are, the last ones perhaps without a text */
  column(rows: number): EncodedColumn {
    this.#passOver(rows);
    const bytes = new Uint8Array(this.#bytes.buffer as ArrayBuffer, 0, this.#used);
    return { kind: "texts", bytes, lengths: this.#lengths.subarray(0, rows) };
  }

  #passOver(to: number): void {
    if (to >= this.#lengths.length) {
      const lengths = new Int32Array(Math.max(to + 1, this.#lengths.length * 2));
      lengths.set(this.#lengths);
      this.#lengths = lengths;
    }
    this.#lengths.fill(-1, this.#rows, to);
    this.#rows = to;
  }

  #grow(most: number): void {
    const bytes = Buffer.allocUnsafeSlow(Math.max(most, this.#bytes.length * 2));
    this.#bytes.copy(bytes, 0, 0, this.#used);
    this.#bytes = bytes;
  }
}
