import { z } from "zod";
import type { LeverName } from "./levers.ts";

/**
 * Levers that calls can be held out of. Not `batch`: a call that named a deadline got a handle or an answer, and what it
 * saved is exact as it is.
 */
export const heldOutLevers = [
  "exact-cache",
  "semantic-cache",
  "route",
  "output",
  "context",
  "prompt",
  "prefix-cache",
] as const satisfies readonly LeverName[];
export type HeldOutLever = (typeof heldOutLevers)[number];

/** `treated`: the lever may act as its policy says. `held_out`: it is passed over. */
export const experimentArms = ["treated", "held_out"] as const;
export type ExperimentArm = (typeof experimentArms)[number];

/** In which arm of an experiment a call was, drawn before any lever looked at it. */
export const experimentPlaceSchema = z.strictObject({
  /** The policy's name, with `/LEVER` behind it where one lever alone is held out. */
  experiment: z.string().min(1).max(140),
  /** Absent where all levers of the policy are held out together. */
  lever: z.enum(heldOutLevers).optional(),
  arm: z.enum(experimentArms),
  /** The share of sessions that was held out when the call was made. */
  share: z.number().gt(0).max(0.5),
  /**
   * The call in whose arm it is, of a call that a lever made for it (a summary, vectors, what a judge was asked): what that cost
   * is part of what the other cost. Absent on calls of clients.
   */
  for_call: z.string().min(1).max(180).optional(),
});
export type ExperimentPlace = z.infer<typeof experimentPlaceSchema>;
