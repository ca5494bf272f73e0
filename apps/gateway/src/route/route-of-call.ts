import type { RouteUse } from "@headgate/contract";
import type { AnswerStandard } from "@headgate/levers";
import type { Target } from "../call/plan-targets.ts";
import type { PoolTarget } from "./pool-targets.ts";

/** What was chosen for a call. */
export type RouteOfCall = Readonly<{
  /** By its name. */
  pool: string;
  /** What its rows say of it. */
  use: RouteUse;
  /** Where it would have gone: its baseline. */
  reference: Target;
  /** Where it goes first. */
  chosen: Target;
  /** What the chosen model's answer is held to beside the checks; undefined where too few labels say. */
  standard: AnswerStandard | undefined;
  /** Who may be asked about longer answers to it; undefined where the policy names nobody, or excludes whom it names. */
  judge: string | undefined;
  /** What else could be asked to learn from: the reference, where another was chosen, and what is cheaper than it. */
  beside: readonly PoolTarget[];
  /** Those that are on trial, and the reference where another was chosen; none where nobody is. */
  onTrial: readonly PoolTarget[];
  /** Takes note that models are asked beside, so that what trials cost is told. */
  tellAsked: (asked: readonly PoolTarget[]) => void;
}>;
