import { z } from "zod";

/** With fewer pairs nothing follows from how a judge and people agree. */
export const LEAST_PAIRS = 30;
/** A judge that agrees with people on fewer answers, by the lower bound, certifies nothing. */
export const LEAST_BOUND = 0.6;
const WINDOW = 500;
/** One-sided, at 95 %. */
const Z = 1.6449;

/** Whether an answer is good, as a judge and as people say. */
const pairSchema = z.tuple([z.boolean(), z.boolean()]);
export const pairsSchema = z.array(pairSchema).max(WINDOW);
type Pair = z.infer<typeof pairSchema>;

/**
 * How a judge agrees with people on answers that both have judged: the newest 500. The two are not asked the same: a judge
 * whether an answer is as good as the reference's, people whether it served them. A judge that follows quality agrees with them
 * on most all the same.
 */
export class PeopleAgreement {
  #pairs: readonly Pair[];

  constructor(pairs: readonly Pair[] = []) {
    this.#pairs = pairs.slice(-WINDOW);
  }

  note(judge: boolean, people: boolean): void {
    this.#pairs = [...this.#pairs, [judge, people] as Pair].slice(-WINDOW);
  }

  /** To go on from. */
  get pairs(): readonly Pair[] {
    return this.#pairs;
  }

  /** Share on which both say the same; undefined without pairs. */
  get agreed(): number | undefined {
    const count = this.#pairs.length;
    return count === 0 ? undefined : shareOf(this.#pairs, ([judge, people]) => judge === people);
  }

  /** Wilson's one-sided lower bound of the share; undefined without pairs. */
  get lowerBound(): number | undefined {
    const { agreed } = this;
    return agreed === undefined ? undefined : wilsonLower(agreed, this.#pairs.length);
  }

  /** Cohen's kappa: agreement beyond what chance would give; undefined where chance alone gives all of it. */
  get kappa(): number | undefined {
    const { agreed } = this;
    if (agreed === undefined) return undefined;
    const judge = shareOf(this.#pairs, ([good]) => good);
    const people = shareOf(this.#pairs, ([, good]) => good);
    const byChance = judge * people + (1 - judge) * (1 - people);
    return byChance >= 1 ? undefined : (agreed - byChance) / (1 - byChance);
  }

  /** Whether enough people contradict it. */
  get isContradicted(): boolean {
    const { lowerBound } = this;
    return (
      this.#pairs.length >= LEAST_PAIRS && lowerBound !== undefined && lowerBound < LEAST_BOUND
    );
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
