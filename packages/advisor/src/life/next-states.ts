import {
  type RecommendationAction,
  type RecommendationState,
  recommendationActions,
} from "@headgate/contract";

type Move = Readonly<{ from: readonly RecommendationState[]; to: RecommendationState }>;

const moves: Readonly<Record<RecommendationAction, Move>> = {
  accept: { from: ["open"], to: "accepted" },
  apply: { from: ["open", "accepted"], to: "applied" },
  dismiss: { from: ["open", "accepted"], to: "dismissed" },
  reopen: { from: ["dismissed", "accepted"], to: "open" },
  revert: { from: ["applied", "verified", "worse"], to: "open" },
};

/** @returns the state that an action leads to, or undefined where it is not possible in this one */
export function nextState(
  action: RecommendationAction,
  state: RecommendationState,
): RecommendationState | undefined {
  const { from, to } = moves[action];
  return from.includes(state) ? to : undefined;
}

/** What can be done in a state. */
export const actionsIn = (state: RecommendationState): RecommendationAction[] =>
  recommendationActions.filter((action) => nextState(action, state) !== undefined);
