/** A line of a text, with the place where it begins. */
export type Line = Readonly<{ start: number; text: string }>;

/** Where lines that follow each other stand: in which lines, and at which of them. */
export type Place = readonly [lines: readonly Line[], at: number];

/** Lines by which a place is found. */
export const SHINGLE = 3;
/** Of one run of lines no more places are kept, and of a request no more lines: the first ones, as they stand. */
const MOST_PLACES = 8;
const MOST_LINES = 200_000;

/** Texts that stand before the one that is looked at, found by their lines. */
export class EarlierTexts {
  readonly #texts: string[] = [];
  readonly #places = new Map<string, Place[]>();
  #indexed = 0;
  #lines = 0;

  add(text: string): void {
    this.#texts.push(text);
  }

  get isEmpty(): boolean {
    return this.#texts.length === 0;
  }

  /** Where three lines stand that are the same as those here. The first to ask has the texts read. */
  placesOf(lines: readonly Line[], at: number): readonly Place[] {
    while (this.#indexed < this.#texts.length && this.#lines < MOST_LINES) {
      this.#index(linesOf(this.#texts[this.#indexed] ?? ""));
      this.#indexed += 1;
    }
    return this.#places.get(shingleAt(lines, at)) ?? [];
  }

  #index(lines: readonly Line[]): void {
    this.#lines += lines.length;
    for (let at = 0; at + SHINGLE <= lines.length; at += 1) {
      const key = shingleAt(lines, at);
      const known = this.#places.get(key);
      if (known === undefined) this.#places.set(key, [[lines, at]]);
      else if (known.length < MOST_PLACES) known.push([lines, at]);
    }
  }
}

export function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const line of text.split("\n")) {
    lines.push({ start, text: line });
    start += line.length + 1;
  }
  return lines;
}

const shingleAt = (lines: readonly Line[], at: number): string =>
  lines
    .slice(at, at + SHINGLE)
    .map(({ text }) => text)
    .join("\n");
