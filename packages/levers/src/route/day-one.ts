import type { ModelTier } from "@headgate/contract";
import type { Picodollars } from "@headgate/money";
import { isDearer } from "./task/classify-task.ts";
import type { TaskOfCall } from "./task/task-of-call.ts";

/** A model that the call could go to: one that can take it at all. */
export type PoolModel = Readonly<{
  model: string;
  /** `undefined`: not known, and then the model is assumed to do nothing. */
  tier: ModelTier | undefined;
  /** What the call is expected to cost on it; `undefined`: not known. */
  cost: Picodollars | undefined;
}>;

/** Which model a call goes to while no label says what models are worth on calls like it. */
export type DayOneChoice = Readonly<{
  model: string;
  /** `assumed`: by a tier and no evidence; `reference`: nothing is changed. */
  why: "assumed" | "reference";
  reason: string;
  /** All models that the assumption allows, the cheapest first; the reference is none of them. */
  may: readonly string[];
}>;

/**
 * The choice before there are labels. `reference` changes nothing. `tiers` takes the cheapest model that is of the tier
 * assumed for the task or of a dearer one, and surely cheaper than the reference for this call. Without a task, a tier or
 * a price that is known, the reference answers: it is never an assumption that lowers quality unseen.
 */
export function dayOneChoice({
  setting,
  task,
  pool,
  reference,
}: Readonly<{
  setting: "reference" | "tiers";
  task: TaskOfCall;
  pool: readonly PoolModel[];
  reference: PoolModel;
}>): DayOneChoice {
  const kept = (reason: string): DayOneChoice => ({
    model: reference.model,
    why: "reference",
    reason,
    may: [],
  });
  if (setting === "reference") return kept("the policy changes nothing without labels");
  if (task.kind === "not_sure") return kept(`not sure what the call is for: ${task.reason}`);
  const ceiling = reference.cost;
  if (ceiling === undefined) return kept(`what ${reference.model} costs is not known`);
  const may = pool
    .flatMap(({ model, tier, cost }) =>
      model !== reference.model &&
      tier !== undefined &&
      !isDearer(task.tier, tier) &&
      cost !== undefined &&
      cost < ceiling
        ? [{ model, cost }]
        : [],
    )
    .sort((one, other) => (one.cost < other.cost ? -1 : one.cost > other.cost ? 1 : 0))
    .map(({ model }) => model);
  const [cheapest] = may;
  if (cheapest === undefined) {
    return kept(`no model of tier ${task.tier} or above is known to cost less for this call`);
  }
  return {
    model: cheapest,
    why: "assumed",
    reason: `${task.reason}; models of tier ${task.tier} are assumed to do it`,
    may,
  };
}
