import type { Recommendation, RecommendationState } from "@headgate/contract";
import type { FollowedRecommendation } from "@headgate/ledger";
import type { Advice } from "../recommend/advice.ts";

/** Who did what and when is told of one that history does not find any more; what it would save is of a time that has gone. */
const unknownDollars = { dollars_per_month: null, saved_in_range: null, calls: null } as const;

/** Where a recommendation stands after its steps. */
export const stateAfter = (steps: FollowedRecommendation["steps"]): RecommendationState =>
  steps.at(-1)?.state ?? "open";

/**
 * What history says, with what was done about it. What is in force is told as it was recommended: history does not say
 * any more what it says of calls that the change has reached.
 */
export function withLife(
  advice: readonly Advice[],
  followed: readonly FollowedRecommendation[],
): readonly Recommendation[] {
  const byId = new Map(followed.map((one) => [one.recommendation.id, one]));
  const fresh = advice.map((one): Recommendation => {
    const known = byId.get(one.id);
    if (known === undefined) return { ...one, state: "open", life: [], found_no_more: false };
    const state = stateAfter(known.steps);
    const said = isInForce(state) ? known.recommendation : one;
    return { ...said, state, life: [...known.steps], found_no_more: false };
  });
  const told = new Set(advice.map(({ id }) => id));
  const past = followed.flatMap(({ recommendation, steps }): Recommendation[] => {
    const state = stateAfter(steps);
    if (told.has(recommendation.id)) return [];
    const lived = { ...recommendation, state, life: [...steps], found_no_more: state === "open" };
    return [lived.found_no_more ? { ...lived, ...unknownDollars } : lived];
  });
  return [...fresh, ...past];
}

export const isInForce = (state: RecommendationState): boolean =>
  state === "applied" || state === "verified" || state === "worse";
