/** How finely lengths are told apart: sixteen buckets from one power of two to the next, so within 6.25 %. */
const PER_DOUBLING = 16;
const DOUBLINGS = 22;
const BUCKETS = PER_DOUBLING * DOUBLINGS;

/** A histogram as it is kept: buckets that hold something, with their counts. */
export type PlainHistogram = Readonly<{
  cut: number;
  counts: readonly (readonly [bucket: number, count: number])[];
}>;

/** Counts lengths in tokens by buckets whose size grows with them: 1.4 KB, however many there are. */
export class TokenHistogram {
  readonly #counts = new Uint32Array(BUCKETS);
  /** Lengths that are known to be longer than what was seen of them. */
  #cut = 0;
  #n = 0;

  /** How many lengths were counted, cut ones included. */
  get n(): number {
    return this.#n;
  }

  /** How many of them were cut off. */
  get cut(): number {
    return this.#cut;
  }

  /** @param tokens a whole number from 0 */
  add(tokens: number): void {
    const at = bucketOf(tokens);
    this.#counts[at] = (this.#counts[at] as number) + 1;
    this.#n += 1;
  }

  /** An answer that would have gone on: how long it would have been nobody knows, so it counts as longer than all. */
  addCut(): void {
    this.#cut += 1;
    this.#n += 1;
  }

  plain(): PlainHistogram {
    const counts = [...this.#counts.entries()].filter(([, count]) => count > 0);
    return { cut: this.#cut, counts };
  }

  /** @throws RangeError where a bucket or a count is none */
  static from({ cut, counts }: PlainHistogram): TokenHistogram {
    const histogram = new TokenHistogram();
    for (const [bucket, count] of counts) {
      if (bucket >= BUCKETS) throw new RangeError(`there is no bucket ${bucket} of lengths`);
      histogram.#counts[bucket] = count;
      histogram.#n += count;
    }
    histogram.#cut = cut;
    histogram.#n += cut;
    return histogram;
  }

  count(bucket: number): number {
    return this.#counts[bucket] as number;
  }
}

/**
 * The upper edge of the bucket in which the `rank`-th shortest of all lengths lies: at most 6.25 % above it, never
 * below it.
 * @returns `undefined` where it is among those that were cut off, or there are fewer
 */
export function lengthAtRank(
  histograms: readonly TokenHistogram[],
  rank: number,
): number | undefined {
  let below = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    for (const histogram of histograms) below += histogram.count(bucket);
    if (below >= rank) return upperEdge(bucket);
  }
  return undefined;
}

/** Lengths up to 16 have a bucket each; longer than all buckets counts in the last. */
function bucketOf(tokens: number): number {
  if (tokens <= PER_DOUBLING) return tokens;
  const doublings = Math.floor(Math.log2(tokens)) - Math.log2(PER_DOUBLING);
  const step = 2 ** doublings;
  const inDoubling = Math.ceil((tokens - PER_DOUBLING * step) / step);
  return Math.min(BUCKETS - 1, PER_DOUBLING * (doublings + 1) + inDoubling);
}

/** The longest length that counts in a bucket. */
function upperEdge(bucket: number): number {
  if (bucket <= PER_DOUBLING) return bucket;
  const doublings = Math.ceil(bucket / PER_DOUBLING) - 2;
  const inDoubling = bucket - PER_DOUBLING * (doublings + 1);
  return (PER_DOUBLING + inDoubling) * 2 ** doublings;
}
