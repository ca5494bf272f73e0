import type { ModelTier, RoutePolicy, RouteReason } from "@headgate/contract";
import {
  type CascadeSnapshot,
  cascadedModel,
  dayOneChoice,
  decidePaced,
  decideRoute,
  type PoolModel,
  type RouteDecision,
  type RouteSnapshot,
} from "@headgate/levers";
import { type RouteQuestion, taskNameOf } from "./question-of.ts";

/** Labels of a model from which on an assumption about it must agree with them. */
const TELLING_LABELS = 30;
/** Judged calls from which on a task that is not certified is no case for an assumption any more. */
const TELLING_CALLS = 300;

/** What is done while no label says which model does. */
export type DayOne = Readonly<{
  why: "assumed" | "reference";
  tier: ModelTier | undefined;
  reason: string;
}>;

export type ModelDecision = RouteDecision &
  Readonly<{
    reason: RouteReason;
    /** Undefined where labels, or the day's dollars, decided. */
    dayOne?: DayOne;
  }>;

export type Deciding = Readonly<{
  policy: RoutePolicy;
  snapshot: RouteSnapshot;
  question: RouteQuestion;
  /** Expected, in dollars; infinite where a model may not be asked. */
  costs: Float64Array;
  /** The promise that holds. */
  quality: number;
  /** What a dollar is worth in quality, where the policy is held by dollars a day. */
  lambda: number | undefined;
  /** What is known of the models' answers. */
  answers: CascadeSnapshot;
  /** Whether the answer of a cheaper model would be looked at. */
  looksAt: () => boolean;
  /** Whether capacity of the reference that is paid for already has room for the call. */
  isPaidFor: () => boolean;
  /** The pool with its tiers, the reference first. */
  pool: () => readonly PoolModel[];
}>;

/**
 * Which model a call goes to, and why: by labels, by the day's dollars, or by what is assumed of its task. No cheaper one
 * where the reference costs nothing more: it is the one that needs no certificate.
 */
export function decideModel(deciding: Deciding): ModelDecision {
  const decision = decideByPrice(deciding);
  if (decision.chosen === 0 || !deciding.isPaidFor()) return decision;
  const { dayOne: _dayOne, ...known } = decision;
  return { ...known, chosen: 0, reason: "committed_capacity" };
}

function decideByPrice(deciding: Deciding): ModelDecision {
  const { snapshot, question, costs, quality, lambda } = deciding;
  const { prompt } = question;
  const [reference = 0] = costs;
  if (lambda !== undefined) {
    const paced = decidePaced(snapshot, prompt, { costs, lambda });
    if (paced.expected !== undefined) {
      return { ...paced, reason: paced.chosen > 0 ? "paced" : "reference_best" };
    }
  }
  const decision = decideRoute(snapshot, prompt, { costs, quality });
  const cascaded = cascadedPlace(deciding, decision);
  if (cascaded !== undefined) return { ...decision, chosen: cascaded, reason: "cascaded" };
  if (decision.chosen > 0) return { ...decision, reason: "certified" };
  if (costs.subarray(1).every((cost) => cost >= reference)) {
    return { ...decision, reason: "no_cheaper_fit" };
  }
  if (decision.certified !== undefined) return { ...decision, reason: "reference_best" };
  const { place, dayOne } = assumedPlace(deciding);
  return place > 0
    ? { ...decision, chosen: place, reason: "assumed", dayOne }
    : { ...decision, reason: "not_certified", dayOne };
}

/**
 * Place of the model whose answers a task's own labels certify once they are looked at; undefined where there is none, or the
 * dial alone saves more. It is one certificate or the other: what both give away together neither has tested.
 */
function cascadedPlace(
  { answers, snapshot, question, costs, quality, looksAt }: Deciding,
  { certified }: RouteDecision,
): number | undefined {
  const { prompt, task } = question;
  const of = { fingerprint: prompt.fingerprint ?? "", task: taskNameOf(task) };
  const best = cascadedModel(answers, of, { models: snapshot.models, costs, quality });
  if (best === undefined || best.saved <= (certified?.saved ?? 0)) return undefined;
  return looksAt() ? best.place : undefined;
}

/** Place in the pool of the model that is assumed to do; 0 where nothing is assumed, or labels say otherwise. */
function assumedPlace(deciding: Deciding): Readonly<{ place: number; dayOne: DayOne }> {
  const { policy, snapshot, question, quality, pool } = deciding;
  const { task } = question;
  const tier = task.kind === "task" ? task.tier : undefined;
  const kept = (reason: string) => ({
    place: 0,
    dayOne: { why: "reference", tier, reason } as const,
  });
  if (policy.day_one === "reference") return kept("the policy changes nothing without labels");
  const models = pool();
  const [reference] = models;
  if (reference === undefined) return kept("the pool has no reference");
  const evidence = snapshot.evidence.get(question.prompt.fingerprint ?? "");
  if ((evidence?.judged ?? 0) >= TELLING_CALLS) {
    return kept("labels were to certify what is assumed, and do not");
  }
  const choice = dayOneChoice({ setting: policy.day_one, task, pool: models, reference });
  const ofReference = evidence?.models[0]?.mean ?? 1;
  for (const model of choice.may) {
    const place = models.findIndex((one) => one.model === model);
    const known = evidence?.models[place];
    const isRefuted =
      known?.mean !== undefined &&
      known.labels >= TELLING_LABELS &&
      known.mean < quality * ofReference;
    if (!isRefuted) return { place, dayOne: { why: "assumed", tier, reason: choice.reason } };
  }
  return kept(choice.may.length === 0 ? choice.reason : "labels speak against what is assumed");
}
