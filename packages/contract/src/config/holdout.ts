import { z } from "zod";
import { type HeldOutLever, heldOutLevers } from "../experiment-arm.ts";

const share = z.number().min(0).max(0.5);

/** Levers by the names of their parts of a policy. */
export const heldOutParts = {
  exact_cache: "exact-cache",
  semantic_cache: "semantic-cache",
  route: "route",
  output: "output",
  context: "context",
  prompt: "prompt",
  prefix_cache: "prefix-cache",
} as const satisfies Record<string, HeldOutLever>;
export type HeldOutPart = keyof typeof heldOutParts;
const parts = Object.keys(heldOutParts) as HeldOutPart[];

/** The part of a policy that tells a lever what to do; undefined for a lever that no call can be held out of. */
export const heldOutPartOf = (lever: string): HeldOutPart | undefined =>
  parts.find((part) => heldOutParts[part] === lever);

const byLever = z
  .strictObject(
    Object.fromEntries(parts.map((part) => [part, share])) as Record<HeldOutPart, typeof share>,
  )
  .partial();

/** Which share of sessions levers pass over, so that what they save can be measured. */
export const holdoutSchema = z
  .union([share, byLever], {
    error: `expected a share from 0 to 0.5, or such a share for each of: ${heldOutLevers.map((lever) => lever.replace("-", "_")).join(", ")}`,
  })
  .meta({
    description:
      "The share of sessions (else of end users, else of calls) that levers pass over, by lot, so that what they save is measured and not estimated: one share for all levers of the policy together, or a share by lever, each an experiment of its own. A session stays where it fell.",
  });
export type Holdout = z.infer<typeof holdoutSchema>;
