import type { Recommendation, RecommendationStep } from "@headgate/contract";

/**
 * A recommendation that somebody did something about, as it was when it was last applied or, where it never was, when they first
 * did; and what was done.
 */
export type FollowedRecommendation = Readonly<{
  /** Its state and life are told by `steps` alone. */
  recommendation: Omit<Recommendation, "state" | "life" | "found_no_more">;
  /** Oldest first; at least one. */
  steps: readonly RecommendationStep[];
}>;

/** What became of recommendations. */
export interface RecommendationStore {
  /** By the time of their first step. */
  followedRecommendations(): Promise<readonly FollowedRecommendation[]>;
  /**
   * Adds a step to a recommendation's life; the first of them, and each that applies it, with the recommendation itself.
   *
   * @param after how many steps it has had, so that of two who act at once one is told
   * @returns false where it has had another number of steps; nothing is added then
   */
  addRecommendationStep(
    added: Readonly<{
      recommendation: FollowedRecommendation["recommendation"];
      step: RecommendationStep;
      after: number;
    }>,
  ): Promise<boolean>;
}
