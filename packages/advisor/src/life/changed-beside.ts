import { attributionFields, type ProposalScope, type Recommendation } from "@headgate/contract";
import type { FollowedRecommendation } from "@headgate/ledger";
import { isInForce } from "./with-life.ts";

type Change = Readonly<{
  recommendation: Pick<Recommendation, "id" | "lever" | "scope">;
  /** When it was applied. */
  appliedMs: number;
}>;
type Window = Readonly<{ fromMs: number; toMs: number }>;

/**
 * The titles of what came into force or went out of it in a time, of the same lever and for some of the same calls: what the lever
 * saves since is not of one of them alone. The change itself is among them where it was in force before as well.
 */
export const changedBeside = (
  { recommendation: { id, lever, scope }, appliedMs }: Change,
  followed: readonly FollowedRecommendation[],
  { fromMs, toMs }: Window,
): readonly string[] =>
  followed
    .filter(({ recommendation }) => recommendation.lever === lever)
    .filter(({ recommendation }) => overlap(recommendation.scope, scope))
    .filter(({ recommendation, steps }) =>
      turnsOf(steps).some(
        (atMs) => atMs >= fromMs && atMs < toMs && (recommendation.id !== id || atMs < appliedMs),
      ),
    )
    .map(({ recommendation }) => recommendation.title);

/** When a change came into force or went out of it. */
function turnsOf(steps: FollowedRecommendation["steps"]): readonly number[] {
  let was = false;
  return steps.flatMap(({ state, at }) => {
    const isTurn = isInForce(state) !== was;
    was = isInForce(state);
    return isTurn ? [Date.parse(at)] : [];
  });
}

/** Whether a call can be of both. */
const overlap = (one: ProposalScope, other: ProposalScope): boolean =>
  ([...attributionFields, "model", "operation"] as const).every(
    (field) =>
      one[field] === undefined || other[field] === undefined || one[field] === other[field],
  );
