const MOST_REMEMBERED = 500_000;

/**
 * Counts rows that say the same, so that each is told from the others while the order of other rows does not
 * matter: the same rows are in two exports of one month. After half a million different rows of one file the
 * row's number stands in, for memory is bounded.
 */
export class Occurrences {
  readonly #counts = new Map<string, number>();

  /** Which occurrence of the text this is, from 1; `row 7` where too many were met. */
  next(text: string, rowNumber: number): string {
    const before = this.#counts.get(text);
    if (before === undefined && this.#counts.size >= MOST_REMEMBERED) return `row ${rowNumber}`;
    const count = before === undefined ? 1 : before + 1;
    this.#counts.set(text, count);
    return String(count);
  }
}
