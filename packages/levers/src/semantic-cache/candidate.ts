import type { Overlap } from "./overlap.ts";
import type { ComparableQuestion } from "./veto.ts";

/** An answered question that is near to a new one. */
export type NearEntry = Readonly<{
  id: string;
  cosine: number;
  overlap: Overlap;
  /** By vectors and by words together; near entries are ordered by it. */
  similarity: number;
  question: ComparableQuestion;
  /** Entries with the same answer share this key; one of a kind where answers are free text. */
  answerKey: string;
  /** Whether any fresh answer can be compared with its answer. */
  isJudgeable: boolean;
}>;

/** The entry whose answer would be served, with what its neighbours say of it. */
export type Candidate = Readonly<{
  entry: NearEntry;
  /** The share of the neighbours' weight that stands for this answer, of 1. */
  voteShare: number;
  /** How many of the neighbours have this answer, and how many there are. */
  votes: number;
  neighbours: number;
  /** The cosine of the nearest entry with another answer; undefined where there is none. */
  rivalCosine: number | undefined;
}>;

const OF_VECTORS = 0.7;

/**
 * How alike two questions are, of 1. Vectors of sentences with one template lie together whatever the template is
 * about; the rare words, which say that, are given a share of their own.
 */
export const similarityOf = (cosine: number, { share }: Overlap): number =>
  OF_VECTORS * cosine + (1 - OF_VECTORS) * share;

/** A neighbour that lies this much further than the nearest weighs 1/e of it. */
const REACH = 0.05;

/**
 * The entry to answer with, of near entries without a veto, most similar first: the nearest of those whose answer has most
 * of the weight. Where answers do not repeat that is the nearest entry. Undefined where there are none.
 */
export function chooseCandidate(near: readonly NearEntry[]): Candidate | undefined {
  const nearest = near[0];
  if (nearest === undefined) return undefined;
  const weightOf = new Map<string, number>();
  let all = 0;
  for (const { similarity, answerKey } of near) {
    const weight = Math.exp((similarity - nearest.similarity) / REACH);
    all += weight;
    const before = weightOf.get(answerKey);
    weightOf.set(answerKey, before === undefined ? weight : before + weight);
  }
  let winner = nearest.answerKey;
  let most = weightOf.get(winner) ?? 0;
  for (const [answerKey, weight] of weightOf) {
    if (weight > most) [winner, most] = [answerKey, weight];
  }
  const ofWinner = near.filter(({ answerKey }) => answerKey === winner);
  return {
    entry: ofWinner[0] ?? nearest,
    voteShare: most / all,
    votes: ofWinner.length,
    neighbours: near.length,
    rivalCosine: near.find(({ answerKey }) => answerKey !== winner)?.cosine,
  };
}
