import type { Tags } from "@headgate/contract";
import type { EncodedColumn } from "./encoded-column.ts";
import { PackedTexts } from "./packed-texts.ts";

/** More texts than a byte can tell apart are no few. */
const MOST_FEW = 255;

/**
 * Gathers the texts of a column. Most columns of a ledger say one of a few things in every row: those are written
 * down once, and as a byte a row, until there are too many; then all are written behind each other.
 */
export class TextBuilder {
  readonly #codes: number[] = [];
  readonly #few = new Map<string, number>();
  #packed: PackedTexts | undefined;
  #last: string | undefined;
  #lastCode = 0;

  put(at: number, text: string): void {
    if (this.#packed !== undefined) {
      this.#packed.put(at, text);
      return;
    }
    if (text !== this.#last) {
      const known = this.#few.get(text);
      if (known === undefined && this.#few.size === MOST_FEW) {
        this.#packed = this.#asPacked();
        this.#packed.put(at, text);
        return;
      }
      this.#lastCode = known ?? this.#few.size + 1;
      if (known === undefined) this.#few.set(text, this.#lastCode);
      this.#last = text;
    }
    while (this.#codes.length < at) this.#codes.push(0);
    this.#codes.push(this.#lastCode);
  }

  /** @param rows how many there are, the last ones perhaps without a text */
  column(rows: number): EncodedColumn {
    if (this.#packed !== undefined) return this.#packed.column(rows);
    const texts = [...this.#few.keys()];
    const [first] = texts;
    if (first === undefined) return { kind: "absent" };
    if (texts.length === 1 && this.#codes.length === rows && !this.#codes.includes(0)) {
      return { kind: "same", text: first };
    }
    const codes = new Uint8Array(rows);
    codes.set(this.#codes);
    return { kind: "few", texts, codes };
  }

  #asPacked(): PackedTexts {
    const texts = [...this.#few.keys()];
    const packed = new PackedTexts();
    this.#codes.forEach((code, at) => {
      const text = texts[code - 1];
      if (text !== undefined) packed.put(at, text);
    });
    return packed;
  }
}

/** Gathers the maps of a column, entry by entry. */
export class MapBuilder {
  readonly #lengths: number[] = [];
  readonly #keys = new TextBuilder();
  readonly #values = new TextBuilder();
  #entries = 0;

  put(at: number, tags: Tags): void {
    while (this.#lengths.length < at) this.#lengths.push(-1);
    const before = this.#entries;
    for (const key in tags) {
      const value = tags[key];
      if (value === undefined) continue;
      this.#keys.put(this.#entries, key);
      this.#values.put(this.#entries, value);
      this.#entries += 1;
    }
    this.#lengths.push(this.#entries - before);
  }

  column(rows: number): EncodedColumn {
    while (this.#lengths.length < rows) this.#lengths.push(-1);
    const entries = this.#entries;
    const keys = this.#keys.column(entries);
    const values = this.#values.column(entries);
    return { kind: "maps", lengths: this.#lengths, entries, keys, values };
  }
}
