import { z } from "zod";
import { areOfOneKey, UNKNOWN_KEY, withNewest, wordsThatCount } from "./words-by-key.ts";

/** With fewer pairs nothing follows from how a judge and people agree. */
export const LEAST_PAIRS = 30;
/** A judge that agrees with people on fewer answers, by the lower bound, certifies nothing. */
export const LEAST_BOUND = 0.6;
const WINDOW = 500;
/** One-sided, at 95 %. */
const Z = 1.6449;

/** Whether an answer is good, as a judge and as people say, and whose people. Files from before have no key. */
const pairSchema = z
  .tuple([z.boolean(), z.boolean(), z.string().optional()])
  .transform(([judge, people, key = UNKNOWN_KEY]): Pair => ({ judge, people, key }));
export const pairsSchema = z.array(pairSchema).max(WINDOW);
export type Pair = Readonly<{ judge: boolean; people: boolean; key: string }>;

/**
 * How a judge agrees with people on answers that both have judged: the newest 500. The two are not asked the same: a judge
 * whether an answer is as good as the reference's, people whether it served them. A judge that follows quality agrees with them
 * on most all the same. No key's people count for more than their share of the words, so that one client alone neither
 * contradicts a judge nor clears one, unless nobody else has spoken.
 */
export class PeopleAgreement {
  #pairs: readonly Pair[];
  #counting: readonly Pair[] = [];
  #isContradicted: boolean;

  /** @param isContradicted as it stood before: so it stays while too few words count */
  constructor(pairs: readonly Pair[] = [], isContradicted = false) {
    this.#pairs = pairs.slice(-WINDOW);
    this.#isContradicted = isContradicted;
    this.#count();
  }

  note(pair: Pair): void {
    this.#pairs = withNewest(this.#pairs, pair, WINDOW);
    this.#count();
  }

  /** To go on from. */
  get pairs(): readonly Pair[] {
    return this.#pairs;
  }

  /** How many of the pairs count. */
  get counting(): number {
    return this.#counting.length;
  }

  /** Share on which both say the same; undefined without pairs. */
  get agreed(): number | undefined {
    const counting = this.#counting;
    if (counting.length === 0) return undefined;
    return shareOf(counting, ({ judge, people }) => judge === people);
  }

  /** Wilson's one-sided lower bound of the share; undefined without pairs. */
  get lowerBound(): number | undefined {
    const { agreed } = this;
    return agreed === undefined ? undefined : wilsonLower(agreed, this.#counting.length);
  }

  /** Cohen's kappa: agreement beyond what chance would give; undefined where chance alone gives all of it. */
  get kappa(): number | undefined {
    const { agreed } = this;
    if (agreed === undefined) return undefined;
    const judge = shareOf(this.#counting, (pair) => pair.judge);
    const people = shareOf(this.#counting, (pair) => pair.people);
    const byChance = judge * people + (1 - judge) * (1 - people);
    return byChance >= 1 ? undefined : (agreed - byChance) / (1 - byChance);
  }

  /** Whether enough people contradict it, or did before the words that count became too few to tell. */
  get isContradicted(): boolean {
    return this.#isContradicted;
  }

  #count(): void {
    this.#counting = areOfOneKey(this.#pairs) ? this.#pairs : wordsThatCount(this.#pairs);
    const { lowerBound } = this;
    if (this.counting < LEAST_PAIRS || lowerBound === undefined) return;
    this.#isContradicted = lowerBound < LEAST_BOUND;
  }
}

const shareOf = (pairs: readonly Pair[], is: (pair: Pair) => boolean): number =>
  pairs.filter(is).length / pairs.length;

function wilsonLower(share: number, count: number): number {
  const square = Z * Z;
  const middle = share + square / (2 * count);
  const spread = Z * Math.sqrt((share * (1 - share)) / count + square / (4 * count * count));
  return Math.max(0, (middle - spread) / (1 + square / count));
}
