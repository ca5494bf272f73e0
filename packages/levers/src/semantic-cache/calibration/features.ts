import type { Candidate } from "../candidate.ts";
import type { Question } from "../question.ts";

/** How often an answer was right when it was compared with a fresh one. */
export type TrackRecord = Readonly<{ right: number; judged: number }>;

export type CandidateFacts = Readonly<{
  asked: Question;
  candidate: Candidate;
  /** Of the entry, and of all entries with its answer. */
  ofEntry: TrackRecord;
  ofAnswer: TrackRecord;
  entries: number;
}>;

/** What is known of a candidate before it is served, as numbers for the guard. All are of the size of 1. */
export function featuresOf(facts: CandidateFacts): Float64Array {
  const { asked, candidate, ofEntry, ofAnswer, entries } = facts;
  const { entry, voteShare, votes, neighbours, rivalCosine } = candidate;
  const { cosine, overlap } = entry;
  const { share, onlyAsked, onlyStored, rarestAsked, rarestStored } = overlap;
  const stored = entry.question.question;
  const margin = rivalCosine === undefined ? 0.3 : cosine - rivalCosine;
  return Float64Array.from([
    entry.similarity,
    cosine,
    cosine * cosine,
    voteShare,
    votes / neighbours,
    margin,
    share,
    onlyAsked,
    onlyStored,
    rarestAsked,
    rarestStored,
    Math.log1p(asked.words.length),
    Math.abs(Math.log((asked.words.length + 1) / (stored.words.length + 1))),
    smoothed(ofEntry),
    smoothed(ofAnswer),
    Math.log1p(ofAnswer.judged),
    Math.log1p(entries) / 10,
    cosine * voteShare,
    cosine * share,
    voteShare * voteShare,
    voteShare * share,
  ]);
}

/** One right and one wrong are added, so that a new entry is neither trusted nor distrusted. */
const smoothed = ({ right, judged }: TrackRecord): number => (right + 1) / (judged + 2);
