import type { CertifiedThreshold } from "./calibration/certify-threshold.ts";
import { featuresOf, type TrackRecord } from "./calibration/features.ts";
import { Guard, type GuardSettings } from "./calibration/guard.ts";
import { type Candidate, chooseCandidate, type NearEntry, similarityOf } from "./candidate.ts";
import type { HitRecord } from "./hit-record.ts";
import { overlapOf } from "./overlap.ts";
import { SignIndex } from "./sign-index.ts";
import { type ComparableQuestion, comparable, type Veto, vetoOf } from "./veto.ts";
import { WordCounts } from "./word-counts.ts";

/** Neighbours that are looked at. */
const NEIGHBOURS = 10;

/** How a namespace decides: by a fixed cosine, or by what it has measured of its own hits. */
export type SemanticPolicy =
  | Readonly<{ kind: "fixed"; cosine: number }>
  | Readonly<{ kind: "calibrated"; guard: GuardSettings }>;

/** What decides: a cosine, or a guard, which several scopes may share. */
export type Decider =
  | (Extract<SemanticPolicy, { kind: "fixed" }> & Readonly<{ record?: HitRecord }>)
  | Readonly<{ kind: "guarded"; guard: Guard }>;

/** No cosine is safe by itself; above this, with the vetoes, few edits of one word pass. */
export const DEFAULT_COSINE = 0.95;
const defaultPolicy: SemanticPolicy = { kind: "fixed", cosine: DEFAULT_COSINE };

/** What a namespace has for a question. */
export type Finding = Readonly<{
  asked: ComparableQuestion;
  /** Undefined where no entry is near, or each near one was vetoed. */
  candidate: Candidate | undefined;
  /** The most similar entry, where it was vetoed, and why. */
  vetoed: Readonly<{ id: string; cosine: number; veto: Veto }> | undefined;
  /** The guard's probability that the candidate's answer is right; its cosine while nothing is learned. */
  score: number;
  /** True where the policy lets the candidate's answer be served. */
  mayServe: boolean;
  features: Float64Array;
}>;

type Entry = Readonly<{ question: ComparableQuestion; answerKey: string; isJudgeable: boolean }>;

/** An answered question as it is put in. */
type NewEntry = Readonly<{
  asked: ComparableQuestion;
  vector: Float32Array;
  /** The same for the same answer. */
  answerKey: string;
  /** Whether any fresh answer can be compared with this one. What cannot be judged, no measure of hits speaks for. */
  isJudgeable: boolean;
}>;

/** The answered questions of one scope, and what was learned of serving them. */
export class SemanticNamespace {
  readonly #decider: Decider;
  readonly #index = new SignIndex();
  readonly #entries = new Map<string, Entry>();
  readonly #words = new WordCounts();
  readonly #ofEntry = new Map<string, TrackRecord>();
  readonly #ofAnswer = new Map<string, TrackRecord>();
  /** How many entries have an answer: its record is forgotten with the last of them. */
  readonly #withAnswer = new Map<string, number>();

  constructor(policy: SemanticPolicy = defaultPolicy) {
    this.#decider =
      policy.kind === "calibrated" ? { kind: "guarded", guard: new Guard(policy.guard) } : policy;
  }

  get size(): number {
    return this.#index.size;
  }

  /** What is certified of a calibrated namespace's hits; undefined while nothing is served. */
  get certified(): CertifiedThreshold | undefined {
    return this.#decider.kind === "guarded" ? this.#decider.guard.certified : undefined;
  }

  /**
   * Looks a question up.
   *
   * @param vector of unit length, by the model that all vectors of this namespace come from
   * @param decider what decides, where that is shared with others
   */
  find(text: string, vector: Float32Array, decider: Decider = this.#decider): Finding {
    const asked = comparable(text);
    const near = this.#near(asked, vector);
    const passed = near.filter((entry) => vetoOf(asked, entry.question) === undefined);
    const candidate = chooseCandidate(passed);
    const [nearest] = near;
    const veto = nearest && vetoOf(asked, nearest.question);
    const vetoed = veto && nearest && { id: nearest.id, cosine: nearest.cosine, veto };
    if (candidate === undefined) {
      return { asked, candidate, vetoed, score: 0, mayServe: false, features: NOTHING };
    }
    const features = featuresOf({
      asked: asked.question,
      candidate,
      ofEntry: this.#ofEntry.get(candidate.entry.id) ?? UNJUDGED,
      ofAnswer: this.#ofAnswer.get(candidate.entry.answerKey) ?? UNJUDGED,
      entries: this.#index.size,
    });
    const score =
      decider.kind === "guarded" ? decider.guard.score(features) : candidate.entry.cosine;
    return {
      asked,
      candidate,
      vetoed,
      score,
      mayServe: mayServe(decider, candidate, score, vetoed !== undefined),
      features,
    };
  }

  /**
   * Learns from what became of a finding: whether its candidate's answer was right by a fresh answer to the same
   * question, or undefined where it was served and not compared.
   */
  learn(
    { candidate, features, mayServe: isHit }: Finding,
    correct: boolean | undefined,
    decider: Decider = this.#decider,
  ): void {
    if (candidate === undefined) return;
    // "Not compared" says nothing of how it would have come out; "cannot be compared" does, and is no part of the sample.
    if (decider.kind === "guarded" && candidate.entry.isJudgeable) {
      decider.guard.note(features, correct, isHit);
    }
    // An entry that was forgotten in between leaves no record behind.
    if (correct === undefined || !this.#entries.has(candidate.entry.id)) return;
    tally(this.#ofEntry, candidate.entry.id, correct);
    tally(this.#ofAnswer, candidate.entry.answerKey, correct);
  }

  /** Keeps an answered question. */
  add(id: string, { asked, vector, answerKey, isJudgeable }: NewEntry): void {
    this.remove(id);
    this.#entries.set(id, { question: asked, answerKey, isJudgeable });
    this.#withAnswer.set(answerKey, (this.#withAnswer.get(answerKey) ?? 0) + 1);
    this.#index.add(id, vector);
    this.#words.add(asked.question);
  }

  remove(id: string): void {
    const known = this.#entries.get(id);
    if (known === undefined) return;
    this.#entries.delete(id);
    this.#index.remove(id);
    this.#words.remove(known.question.question);
    this.#ofEntry.delete(id);
    const { answerKey } = known;
    const others = (this.#withAnswer.get(answerKey) ?? 1) - 1;
    if (others > 0) this.#withAnswer.set(answerKey, others);
    else {
      this.#withAnswer.delete(answerKey);
      this.#ofAnswer.delete(answerKey);
    }
  }

  #near(asked: ComparableQuestion, vector: Float32Array): readonly NearEntry[] {
    const near = this.#index.nearest(vector, NEIGHBOURS).flatMap(({ id, cosine }) => {
      const entry = this.#entries.get(id);
      if (entry === undefined) return [];
      const overlap = overlapOf(asked.question, entry.question.question, this.#words);
      return [{ id, cosine, overlap, similarity: similarityOf(cosine, overlap), ...entry }];
    });
    return near.sort((a, b) => b.similarity - a.similarity);
  }
}

/** Beside a question that must not be answered alike, the next one is no better guess unless that was measured. */
function mayServe(
  decider: Decider,
  candidate: Candidate,
  score: number,
  isNearestVetoed: boolean,
): boolean {
  if (decider.kind === "guarded") {
    return candidate.entry.isJudgeable && decider.guard.allows(score);
  }
  return !isNearestVetoed && candidate.entry.cosine >= decider.cosine;
}

const NOTHING = new Float64Array(0);
const UNJUDGED: TrackRecord = { right: 0, judged: 0 };

function tally(records: Map<string, TrackRecord>, key: string, correct: boolean): void {
  const { right, judged } = records.get(key) ?? UNJUDGED;
  records.set(key, { right: correct ? right + 1 : right, judged: judged + 1 });
}
