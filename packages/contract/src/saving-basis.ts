import type { LeverName } from "./levers.ts";

/**
 * What a lever's savings rest on. `exact`: both sides are usage that a provider reported, at known prices.
 * `held_out`: measured on sessions that were held out of the lever by lot, with an interval; of many calls together, never of
 * one. `estimated`: what the call would have used without the lever was worked out, and never happened.
 */
export const savingBases = ["exact", "held_out", "estimated"] as const;
export type SavingBasis = (typeof savingBases)[number];

/** Each lever's basis on a call, and why, in a sentence for people. */
export const leverBases: Readonly<
  Record<LeverName, Readonly<{ basis: SavingBasis; because: string }>>
> = {
  "exact-cache": {
    basis: "exact",
    because:
      "The same question: what its answer used at the provider, at the prices of the moment at which it was used again.",
  },
  "semantic-cache": {
    basis: "estimated",
    because: "A near question: what its answer used stands for what this one would have used.",
  },
  batch: {
    basis: "exact",
    because:
      "The provider counts what the call used; the same at the real-time rates of the same model is what it would have cost.",
  },
  route: {
    basis: "estimated",
    because:
      "What the chosen model used, at the prices of the model that the call would have gone to: that one might have used more or less.",
  },
  output: {
    basis: "estimated",
    because: "How long the answer would have been is not known; it is worked out from others.",
  },
  context: {
    basis: "estimated",
    because:
      "Headgate counts the tokens that it took away, and the answer is taken to be as long as it would have been.",
  },
  prompt: {
    basis: "estimated",
    because:
      "Headgate counts the tokens that it took away, and the answer is taken to be as long as it would have been.",
  },
  "prefix-cache": {
    basis: "exact",
    because:
      "The provider counts what it read from its cache and wrote into it; without the marks all of it would have been plain input.",
  },
};
