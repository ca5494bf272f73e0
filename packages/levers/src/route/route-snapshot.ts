import type { CertifiedDial, FrontierPoint } from "./certify-dial.ts";
import { type Candidate, chooseBesideReference, chooseModel } from "./choose-model.ts";
import type { ReadPrompt } from "./example.ts";
import { expectedQualities, type QualityModel } from "./quality-model.ts";
import type { TrialCount } from "./trial-table.ts";
import { isUnlikeLabelled } from "./unlike-labelled.ts";

/** What choices are made by: plain data, so that it can be learned in one thread and used in another. */
export type RouteSnapshot = Readonly<{
  /** The pool, the reference first. */
  models: readonly string[];
  /** Undefined while nothing was learned. */
  model: QualityModel | undefined;
  /** What is certified, by the promised quality and by fingerprint. */
  certified: ReadonlyMap<number, ReadonlyMap<string, PoolCertificate>>;
  /** What the judged calls of each fingerprint say. */
  evidence: ReadonlyMap<string, Evidence>;
}>;

/** A certificate, and the places of the models that it is about: no other is chosen by it. */
export type PoolCertificate = CertifiedDial &
  Readonly<{
    members: readonly number[];
    /** When the newest of its labels came; undefined where that is not known. */
    newestAtMs?: number | undefined;
  }>;

/** What is known of a fingerprint by its judged calls. */
export type Evidence = Readonly<{
  /** Calls on which every model was tried that the certificate is, or would be, about. */
  judged: number;
  /** Those beside them that nobody could decide: to a certificate they are calls on which no cheaper model was worth anything. */
  undecided: number;
  frontier: readonly FrontierPoint[];
  /** Of each model of the pool: labels, those that fade counted by what is left of them, and their mean. */
  models: readonly Readonly<{
    labels: number;
    mean: number | undefined;
    /** Those on which the reference was judged too; nothing of them fades. */
    trial: TrialCount;
  }>[];
}>;

export type RouteDecision = Readonly<{
  /** Place in the pool; 0 is the reference. */
  chosen: number;
  /** What is certified for the call's fingerprint; undefined: nothing, and the reference is asked. */
  certified: PoolCertificate | undefined;
  /** What is expected of each model; undefined while nothing was learned. */
  expected: Float64Array | undefined;
  /** Whether the reference is asked since the prompt is unlike those that the certificate was tested on. */
  isUnlike: boolean;
}>;

/** Calls without a fingerprint share one. */
export const NO_FINGERPRINT = "";

/** What is known of a pool of which nothing was learned. */
export const noSnapshot = (models: readonly string[]): RouteSnapshot => ({
  models,
  model: undefined,
  certified: new Map(),
  evidence: new Map(),
});

/**
 * Which model to ask: the reference until its fingerprint's promise is certified, and for prompts unlike those that were
 * labelled.
 * @param quality the promised share of the reference's quality; one of those that were asked to be certified
 * @param costs of this call at each model of the pool; infinite where a model may not be asked
 */
export function decideRoute(
  { models, model, certified: all }: RouteSnapshot,
  prompt: ReadPrompt,
  { costs, quality }: Readonly<{ costs: Float64Array; quality: number }>,
): RouteDecision {
  const certified = all.get(quality)?.get(prompt.fingerprint ?? NO_FINGERPRINT);
  if (model === undefined) {
    return { chosen: 0, certified, expected: undefined, isUnlike: false };
  }
  const expected = expectedQualities(model, prompt);
  if (certified === undefined) return { chosen: 0, certified, expected, isUnlike: false };
  if (isUnlikeLabelled(model.labelled, prompt)) {
    return { chosen: 0, certified, expected, isUnlike: true };
  }
  const candidates = candidatesOf(models, expected, costs);
  const [reference] = candidates as [Candidate];
  const { lambda, members } = certified;
  const able = members.map((model) => candidates[model] as Candidate);
  const chosen = candidates.indexOf(chooseBesideReference(able, { reference, lambda }));
  return { chosen, certified, expected, isUnlike: false };
}

/**
 * Which model to ask where a unit of cost is worth λ of quality, without a promise; the reference while nothing was
 * learned.
 */
export function decidePaced(
  { models, model }: RouteSnapshot,
  prompt: ReadPrompt,
  { costs, lambda }: Readonly<{ costs: Float64Array; lambda: number }>,
): RouteDecision {
  if (model === undefined) {
    return { chosen: 0, certified: undefined, expected: undefined, isUnlike: false };
  }
  const expected = expectedQualities(model, prompt);
  const candidates = candidatesOf(models, expected, costs);
  const able = candidates.filter(({ cost }) => Number.isFinite(cost));
  const best = chooseModel(able, lambda);
  return {
    chosen: best === undefined ? 0 : candidates.indexOf(best),
    certified: undefined,
    expected,
    isUnlike: false,
  };
}

export const candidatesOf = (
  models: readonly string[],
  expected: Float64Array,
  costs: Float64Array,
): readonly Candidate[] =>
  models.map((model, index) => ({
    model,
    cost: costs[index] as number,
    quality: expected[index] as number,
  }));
