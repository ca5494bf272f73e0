import type { RoutePolicy, RouteReason } from "@headgate/contract";
import {
  dayOneChoice,
  decidePaced,
  decideRoute,
  type PoolModel,
  type RouteDecision,
  type RouteSnapshot,
} from "@headgate/levers";
import type { RouteQuestion } from "./question-of.ts";

/** Labels of a model from which on an assumption about it must agree with them. */
const TELLING_LABELS = 30;
/** Judged calls from which on a task that is not certified is no case for an assumption any more. */
const TELLING_CALLS = 300;

export type ModelDecision = RouteDecision & Readonly<{ reason: RouteReason }>;

type Deciding = Readonly<{
  policy: RoutePolicy;
  snapshot: RouteSnapshot;
  question: RouteQuestion;
  /** Expected, in dollars; infinite where a model may not be asked. */
  costs: Float64Array;
  /** The promise that holds. */
  quality: number;
  /** What a dollar is worth in quality, where the policy is held by dollars a day. */
  lambda: number | undefined;
  /** The pool with its tiers, the reference first. */
  pool: () => readonly PoolModel[];
}>;

/** Which model a call goes to, and why: by labels, by the day's dollars, or by what is assumed of its task. */
export function decideModel(deciding: Deciding): ModelDecision {
  const { policy, snapshot, question, costs, quality, lambda } = deciding;
  const { prompt } = question;
  const [reference = 0] = costs;
  if (lambda !== undefined) {
    const paced = decidePaced(snapshot, prompt, { costs, lambda });
    if (paced.expected !== undefined) {
      return { ...paced, reason: paced.chosen > 0 ? "paced" : "reference_best" };
    }
  }
  const decision = decideRoute(snapshot, prompt, { costs, quality });
  if (decision.chosen > 0) return { ...decision, reason: "certified" };
  if (costs.subarray(1).every((cost) => cost >= reference)) {
    return { ...decision, reason: "no_cheaper_fit" };
  }
  if (decision.certified !== undefined) return { ...decision, reason: "reference_best" };
  const assumed = policy.day_one === "tiers" ? assumedPlace(deciding) : 0;
  return assumed > 0
    ? { ...decision, chosen: assumed, reason: "assumed" }
    : { ...decision, reason: "not_certified" };
}

/** Place in the pool of the model that is assumed to do; 0 where nothing is assumed, or labels say otherwise. */
function assumedPlace({ policy, snapshot, question, quality, pool }: Deciding): number {
  const models = pool();
  const [reference] = models;
  if (reference === undefined) return 0;
  const evidence = snapshot.evidence.get(question.prompt.fingerprint ?? "");
  if ((evidence?.judged ?? 0) >= TELLING_CALLS) return 0;
  const { may } = dayOneChoice({
    setting: policy.day_one,
    task: question.task,
    pool: models,
    reference,
  });
  const ofReference = evidence?.models[0]?.mean ?? 1;
  for (const model of may) {
    const place = models.findIndex((one) => one.model === model);
    const known = evidence?.models[place];
    const isRefuted =
      known?.mean !== undefined &&
      known.labels >= TELLING_LABELS &&
      known.mean < quality * ofReference;
    if (!isRefuted) return place;
  }
  return 0;
}
