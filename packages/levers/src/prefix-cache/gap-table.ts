/** Where a gap's bins end; among them the times that providers keep prefixes for. */
const edgesMs = [5, 15, 30, 60, 120, 300, 600, 1_200, 2_400, 3_600].map((s) => s * 1_000);

/** From here on old observations count half, so that what changed is learned. */
const MOST_KNOWN = 4_000;

export const bins = edgesMs.length;

/** How long after an interval's begin a bin ends, in milliseconds. */
export const endOfBinMs = (bin: number): number => edgesMs[bin] ?? Number.POSITIVE_INFINITY;

const beginOfBinMs = (bin: number): number => (bin === 0 ? 0 : endOfBinMs(bin - 1));

/** A table as it is kept: what was seen, by bin. */
export type PlainGapTable = Readonly<{
  known: number;
  ended: readonly number[];
  spentMs: readonly number[];
}>;

/**
 * How soon prefixes are used again. Intervals between uses are watched for as long as they last, those that are
 * still open for as long as they have lasted: in each bin of time the rate of uses is their number by the time that
 * intervals spent in it (the piecewise exponential model: M. Friedman, Ann. Statist. 10, 1982). A time to live longer
 * than the history is therefore not judged by those alone that ended early.
 *
 * Each bin begins with one interval in which nothing was used again, so that little evidence counts for little.
 */
export class GapTable {
  readonly #ended = new Float64Array(bins);
  readonly #spentMs = new Float64Array(bins);
  readonly #open = new Float64Array(bins);
  /** The sum of the times at which the open intervals came into the bin. */
  readonly #openSinceMs = new Float64Array(bins);
  #known = 0;

  /** Intervals that have ended, or have at least survived the shortest bin. */
  get known(): number {
    return this.#known;
  }

  /** An interval that began at `sinceMs` has come into a bin. */
  entered(bin: number, sinceMs: number): void {
    if (bin >= bins) return;
    this.#open[bin] = (this.#open[bin] as number) + 1;
    this.#openSinceMs[bin] = (this.#openSinceMs[bin] as number) + sinceMs + beginOfBinMs(bin);
    if (bin === 1) this.#count();
  }

  /** It has left the bin, at `atMs`: by another use, or because the bin is over, or it is watched no more. */
  left(bin: number, sinceMs: number, atMs: number, wasUsed: boolean): void {
    if (bin >= bins) return;
    const enteredMs = sinceMs + beginOfBinMs(bin);
    this.#open[bin] = (this.#open[bin] as number) - 1;
    this.#openSinceMs[bin] = (this.#openSinceMs[bin] as number) - enteredMs;
    this.#spentMs[bin] = (this.#spentMs[bin] as number) + atMs - enteredMs;
    if (!wasUsed) return;
    this.#ended[bin] = (this.#ended[bin] as number) + 1;
    if (bin === 0) this.#count();
  }

  /** The chance that a prefix is used again within `ms`, as far as is known at `nowMs`. */
  chanceWithin(ms: number, nowMs: number): number {
    let expected = 0;
    for (let bin = 0; bin < bins && endOfBinMs(bin) <= ms; bin++) {
      const widthMs = endOfBinMs(bin) - beginOfBinMs(bin);
      const openMs = (this.#open[bin] as number) * nowMs - (this.#openSinceMs[bin] as number);
      const spentMs = (this.#spentMs[bin] as number) + Math.max(0, openMs) + widthMs;
      expected += ((this.#ended[bin] as number) / spentMs) * widthMs;
    }
    return 1 - Math.exp(-expected);
  }

  /** What is still open counts for as long as it has lasted: nobody will see how it ends. */
  plain(nowMs: number): PlainGapTable {
    const spentMs = [...this.#spentMs].map((spent, bin) => {
      const openMs = (this.#open[bin] as number) * nowMs - (this.#openSinceMs[bin] as number);
      return spent + Math.max(0, openMs);
    });
    return { known: this.#known, ended: [...this.#ended], spentMs };
  }

  /** @throws RangeError where it has another number of bins */
  static from({ known, ended, spentMs }: PlainGapTable): GapTable {
    if (ended.length !== bins || spentMs.length !== bins)
      throw new RangeError(`a table of gaps has ${bins} bins`);
    const table = new GapTable();
    table.#ended.set(ended);
    table.#spentMs.set(spentMs);
    table.#known = known;
    return table;
  }

  #count(): void {
    this.#known += 1;
    if (this.#known <= MOST_KNOWN) return;
    this.#known /= 2;
    for (let bin = 0; bin < bins; bin++) {
      this.#ended[bin] = (this.#ended[bin] as number) / 2;
      this.#spentMs[bin] = (this.#spentMs[bin] as number) / 2;
    }
  }
}
