/** How many lines of a source tell of no call of their own, by why a reader leaves them out. */
export type LinesBeside = Readonly<{
  /** They tell of something else. */
  not_a_call: number;
  /** They tell once more of what other lines tell. */
  rollup: number;
}>;

export class BesideCount {
  #others = 0;
  #repeats = 0;

  other(lines = 1): void {
    this.#others += lines;
  }

  repeat(lines = 1): void {
    this.#repeats += lines;
  }

  counted(): LinesBeside {
    return { not_a_call: this.#others, rollup: this.#repeats };
  }
}
