import { type CertifiedThreshold, certifyThreshold } from "./certify-threshold.ts";
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

type Seen = { features: Float64Array; correct: boolean | undefined; fold: 0 | 1 };

/** So many judgements are needed before a model of twenty features says more than the similarity alone. */
const ENOUGH_TO_FIT = 400;

/**
 * What a namespace has learned of its own hits: the probability that a candidate's answer is right, fitted on judged
 * candidates, and the threshold at which the wrong share of hits is certified. Nothing is served before one is.
 *
 * Each half of the candidates is scored by a model fitted on the other half, so that no threshold is certified on what
 * its model has seen.
 */
export class Guard {
  readonly #settings: GuardSettings;
  #seen: Seen[] = [];
  #count = 0;
  #models: readonly [Logistic, Logistic] | undefined;
  #certified: CertifiedThreshold | undefined;

  constructor(settings: GuardSettings) {
    this.#settings = settings;
  }

  /** What is certified now; undefined while nothing may be served. */
  get certified(): CertifiedThreshold | undefined {
    return this.#certified;
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

  /** Takes note of a candidate: whether its answer was right, or undefined where it was served and not compared. */
  note(features: Float64Array, correct: boolean | undefined): void {
    this.#seen.push({ features, correct, fold: this.#count % 2 === 0 ? 0 : 1 });
    this.#count += 1;
    if (this.#seen.length > this.#settings.memory * 1.25) {
      this.#seen = this.#seen.slice(-this.#settings.memory);
    }
    if (this.#count % this.#settings.refitEvery === 0) this.#learn();
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
  }
}

const labelled = ({ features, correct }: Seen): readonly Labelled[] =>
  correct === undefined ? [] : [{ features, label: correct }];
