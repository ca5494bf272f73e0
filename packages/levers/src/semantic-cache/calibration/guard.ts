import { type CertifiedThreshold, certifyThreshold } from "./certify-threshold.ts";
import { HitWatch } from "./hit-watch.ts";
import { fitLogistic, type Labelled, type Logistic, probability } from "./logistic.ts";

export type GuardSettings = Readonly<{
  /** The largest share of hits that may be wrong. */
  target: number;
  /** With which the upper bound holds. */
  confidence: number;
  /** How many of the newest candidates count. */
  memory: number;
  /** After how many new candidates the guard is fitted and its threshold certified anew. */
  refitEvery: number;
}>;

export const defaultGuardSettings: GuardSettings = {
  target: 0.05,
  confidence: 0.9,
  memory: 6_000,
  refitEvery: 250,
};

/** What a guard has learned, as plain data; scores and thresholds follow from it. */
export type GuardState = Readonly<{
  /** How many it holds, and how many it was told of in all. */
  candidates: number;
  count: number;
  /** Of each its features, whether it was right and its half, as numbers of four bytes, in base64. */
  rows: string;
  /** True where hits went wrong, and nothing was certified since. */
  isClosed?: boolean | undefined;
}>;

type Seen = { features: Float64Array; correct: boolean | undefined; fold: 0 | 1 };

/** What a candidate's answer was, as a number. */
const WRONG = 0;
const RIGHT = 1;
const NOT_COMPARED = 2;

/** So many judgements are needed before a model of twenty features says more than the similarity alone. */
const ENOUGH_TO_FIT = 400;

/**
 * What a namespace has learned of its own hits: the probability that a candidate's answer is right, fitted on judged
 * candidates, and the threshold at which the wrong share of hits is certified. Nothing is served before one is.
 *
 * Each half of the candidates is scored by a model fitted on the other half, so that no threshold is certified on what
 * its model has seen.
 *
 * What was certified holds while hits stay what they were. Compared hits are looked at one by one for that: once they are not, all that
 * was learned is of another time, and it learns anew, from the beginning.
 */
export class Guard {
  readonly #settings: GuardSettings;
  #seen: Seen[] = [];
  #count = 0;
  #models: readonly [Logistic, Logistic] | undefined;
  #certified: CertifiedThreshold | undefined;
  readonly #watch: HitWatch;
  readonly #closed: () => void;
  #isClosed = false;

  /** @param closed told when what had been certified holds no more */
  constructor(settings: GuardSettings, closed: () => void = () => undefined) {
    this.#settings = settings;
    this.#closed = closed;
    this.#watch = new HitWatch(settings.target);
  }

  /** What is certified now; undefined while nothing may be served. */
  get certified(): CertifiedThreshold | undefined {
    return this.#certified;
  }

  /** True where what had been certified went wrong, until something is certified anew. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** The probability that a candidate is right, or its similarity (the first feature) while too little is known. */
  score(features: Float64Array): number {
    if (this.#models === undefined) return features[0] as number;
    return (probability(this.#models[0], features) + probability(this.#models[1], features)) / 2;
  }

  /** True where the candidate may be served. */
  allows(score: number): boolean {
    return this.#certified !== undefined && score >= this.#certified.threshold;
  }

  /**
   * Takes note of a candidate: whether its answer was right, or undefined where it was served and not compared.
   *
   * @param isHit whether it was allowed when it was found
   */
  note(features: Float64Array, correct: boolean | undefined, isHit = false): void {
    // Hits that were found before it closed come in behind: they are of what it has given up.
    const isWatched = isHit && correct !== undefined && this.#certified !== undefined;
    if (isWatched && this.#watch.note(correct)) {
      this.#close();
      return;
    }
    this.#seen.push({ features, correct, fold: this.#count % 2 === 0 ? 0 : 1 });
    this.#count += 1;
    if (this.#seen.length > this.#settings.memory * 1.25) {
      this.#seen = this.#seen.slice(-this.#settings.memory);
    }
    if (this.#count % this.#settings.refitEvery === 0) this.#learn();
  }

  /** How many candidates there are to keep. */
  get size(): number {
    return Math.min(this.#seen.length, this.#settings.memory);
  }

  /** Undefined while there is nothing to keep. */
  plain(): GuardState | undefined {
    const seen = this.#seen.slice(-this.#settings.memory);
    if (seen.length === 0 && !this.#isClosed) return undefined;
    const width = (seen[0]?.features.length ?? 0) + 2;
    const numbers = new Float32Array(seen.length * width);
    for (const [index, { features, correct, fold }] of seen.entries()) {
      numbers.set(features, index * width);
      const told = correct === undefined ? NOT_COMPARED : correct ? RIGHT : WRONG;
      numbers.set([told, fold], (index + 1) * width - 2);
    }
    const rows = Buffer.from(numbers.buffer).toString("base64");
    const state = { candidates: seen.length, count: this.#count, rows };
    return this.#isClosed ? { ...state, isClosed: true } : state;
  }

  /**
   * Goes on from what was learned before, and certifies it anew.
   * @throws RangeError where the rows are not what `plain` writes
   */
  restore({ candidates, count, rows, isClosed = false }: GuardState): void {
    this.#isClosed = isClosed;
    if (candidates === 0) return;
    const numbers = new Float32Array(new Uint8Array(Buffer.from(rows, "base64")).buffer);
    const width = numbers.length / candidates;
    if (!Number.isInteger(width) || width < 3 || !numbers.every(Number.isFinite)) {
      throw new RangeError(`${numbers.length} numbers of ${candidates} candidates`);
    }
    this.#seen = Array.from({ length: candidates }, (_, index) => {
      const row = numbers.subarray(index * width, (index + 1) * width);
      const told = row[width - 2];
      return {
        features: Float64Array.from(row.subarray(0, width - 2)),
        correct: told === NOT_COMPARED ? undefined : told === RIGHT,
        fold: row[width - 1] === 0 ? 0 : 1,
      };
    });
    this.#count = count;
    this.#learn();
  }

  #close(): void {
    this.#seen = [];
    this.#models = undefined;
    this.#certified = undefined;
    this.#isClosed = true;
    this.#watch.reset();
    this.#closed();
  }

  #learn(): void {
    const judged = [0, 1].map((fold) =>
      this.#seen.filter((one) => one.fold === fold).flatMap(labelled),
    );
    const [even = [], odd = []] = judged;
    if (even.length + odd.length >= ENOUGH_TO_FIT) {
      this.#models = [fitLogistic(even), fitLogistic(odd)];
    }
    const models = this.#models;
    const before = this.#certified;
    this.#certified = certifyThreshold(
      this.#seen.map(({ features, correct, fold }) => ({
        score:
          models === undefined
            ? (features[0] as number)
            : probability(models[fold === 0 ? 1 : 0], features),
        correct,
      })),
      this.#settings,
    );
    if (this.#certified !== undefined) this.#isClosed = false;
    else if (before !== undefined) {
      this.#isClosed = true;
      this.#closed();
    }
  }
}

const labelled = ({ features, correct }: Seen): readonly Labelled[] =>
  correct === undefined ? [] : [{ features, label: correct }];
