import { nextState } from "@headgate/advisor";
import {
  HeadgateError,
  type Recommendation,
  type RecommendationAction,
  type RecommendationStep,
} from "@headgate/contract";
import type { FollowedRecommendation, StateStore } from "@headgate/ledger";

/** Whose steps those are that follow from the ledger alone. */
export const ITSELF = "the ledger";

/**
 * Takes down what somebody did. What the ledger told of the change meanwhile stands before it, and does not lose it: the file may have
 * been written by now.
 *
 * @returns the life with the step
 * @throws HeadgateError `recommendation_state` where somebody else did something about it
 */
export async function addStep(
  state: Pick<StateStore, "addRecommendationStep" | "followedRecommendations">,
  added: Readonly<{
    recommendation: FollowedRecommendation["recommendation"];
    life: Recommendation["life"];
    action: RecommendationAction;
    step: RecommendationStep;
  }>,
): Promise<Recommendation["life"]> {
  const { recommendation, life, action, step } = added;
  if (await state.addRecommendationStep({ recommendation, step, after: life.length })) {
    return [...life, step];
  }
  const followed = await state.followedRecommendations();
  const steps = followed.find((one) => one.recommendation.id === recommendation.id)?.steps ?? [];
  const since = steps.slice(life.length);
  const isByLedger =
    since.length > 0 &&
    since.every((one) => one.by === ITSELF && nextState(action, one.state) === step.state);
  if (!isByLedger) {
    throw new HeadgateError(
      "recommendation_state",
      "Somebody else did something about it just now.",
    );
  }
  return await addStep(state, { ...added, life: [...steps] });
}
