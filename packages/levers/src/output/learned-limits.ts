import { putNewest } from "../put-newest.ts";
import { lengthAtRank, type PlainHistogram, TokenHistogram } from "./token-histogram.ts";
import { upperRank } from "./upper-rank.ts";

/** Fewer answers say nothing certain of one in a hundred: 299 is the least for the bound below. */
export const LEAST_ANSWERS = 300;
const BOUND = { quantile: 0.99, confidence: 0.95 } as const;
/** After so many answers of one kind the older half is let go, so that what was learned follows the traffic. */
const GENERATION = 5_000;

/** Whose answers are alike: those of one policy and feature, to one task, by one model. */
export type AnswerKind = Readonly<{
  policy: string;
  /** The call's label. */
  feature: string | undefined;
  /** What the call is for, as its client declares or as it looks; undefined where that is not plain. */
  task: string | undefined;
  model: string;
}>;

/** How an answer ended: by itself, with so many tokens, or at a limit. */
export type AnswerLength = Readonly<{ tokens: number }> | "cut";

/** What is known of the answers of one kind. */
export type LearnedLength = Readonly<{
  /** Answers that it rests on. */
  answers: number;
  /** Those of them that ended at a limit. */
  cut: number;
  /**
   * With 95 % confidence at most one answer of a hundred is longer; undefined where too few were seen, or too many
   * were cut to know.
   */
  p99: number | undefined;
}>;

type Learned = {
  readonly kind: AnswerKind;
  current: TokenHistogram;
  before: TokenHistogram | undefined;
  p99: Known;
};
type Known = Readonly<{ at: number; length: number | undefined }> | undefined;

/** What was learned of one kind, as it is kept. */
export type KeptLengths = Readonly<{
  kind: AnswerKind;
  current: PlainHistogram;
  before: PlainHistogram | undefined;
}>;

/**
 * How long answers are, learned one by one from those that ended by themselves. One that ended at a limit counts as
 * longer than any other, so a limit that cuts more than it should is not known any more, and is lifted until it
 * has been learned anew. Bounded: the kinds that were seen longest ago are forgotten.
 */
export class LearnedLimits {
  readonly #kinds = new Map<string, Learned>();
  readonly #mostKinds: number;

  constructor(mostKinds = 2_000) {
    this.#mostKinds = mostKinds;
  }

  /** @param length as the provider stated it: an estimate is no observation */
  observe(kind: AnswerKind, length: AnswerLength): void {
    const learned = this.#touched(kind);
    if (learned.current.n >= GENERATION) {
      learned.before = learned.current;
      learned.current = new TokenHistogram();
    }
    if (length === "cut") learned.current.addCut();
    else learned.current.add(length.tokens);
  }

  lengthOf(kind: AnswerKind): LearnedLength {
    const learned = this.#kinds.get(keyOf(kind));
    if (learned === undefined) return { answers: 0, cut: 0, p99: undefined };
    const { current, before } = learned;
    const answers = current.n + (before === undefined ? 0 : before.n);
    const cut = current.cut + (before === undefined ? 0 : before.cut);
    return { answers, cut, p99: this.#p99(learned, answers) };
  }

  /** All kinds, with what is known of each. */
  *all(): Iterable<AnswerKind & LearnedLength> {
    for (const { kind } of this.#kinds.values()) yield { ...kind, ...this.lengthOf(kind) };
  }

  /** All that was learned, the kind that was seen longest ago first. */
  plain(): readonly KeptLengths[] {
    return [...this.#kinds.values()].map(({ kind, current, before }) => ({
      kind,
      current: current.plain(),
      before: before?.plain(),
    }));
  }

  /**
   * Goes on from what was kept.
   * @throws RangeError where it holds what no histogram has
   */
  restore(kept: readonly KeptLengths[]): void {
    for (const { kind, current, before } of kept) {
      const learned = {
        kind,
        current: TokenHistogram.from(current),
        before: before === undefined ? undefined : TokenHistogram.from(before),
        p99: undefined,
      };
      putNewest<string, Learned>(this.#kinds, keyOf(kind), learned, this.#mostKinds);
    }
  }

  /** Sought anew only when a fiftieth more has been seen, or a generation went: this is the path of calls. */
  #p99(learned: Learned, answers: number): number | undefined {
    if (answers < LEAST_ANSWERS) return undefined;
    const { p99, current, before } = learned;
    if (p99 !== undefined && answers >= p99.at && answers < p99.at * 1.02) return p99.length;
    const rank = upperRank(answers, BOUND);
    const histograms = before === undefined ? [current] : [before, current];
    const length = rank === undefined ? undefined : lengthAtRank(histograms, rank);
    learned.p99 = { at: answers, length };
    return length;
  }

  #touched(kind: AnswerKind): Learned {
    const key = keyOf(kind);
    const known = this.#kinds.get(key);
    const learned: Learned = known ?? {
      kind,
      current: new TokenHistogram(),
      before: undefined,
      p99: undefined,
    };
    putNewest(this.#kinds, key, learned, this.#mostKinds);
    return learned;
  }
}

const keyOf = ({ policy, feature, task, model }: AnswerKind): string =>
  JSON.stringify([policy, feature, task, model]);
