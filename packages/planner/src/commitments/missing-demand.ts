import type { DemandTrace } from "../demand/demand-trace.ts";
import { missing, type NoPlanReason } from "./no-plan.ts";
import type { UnitOffer } from "./unit-offer.ts";

type Column = "calls" | "inputTokens" | "cacheReadTokens" | "outputTokens";

/** Whether a column tells nothing: of demand that costs something, all of its steps cannot be nothing. */
const tellsNothing = (trace: DemandTrace, ...columns: readonly Column[]): boolean =>
  columns.every((column) => trace[column].every((amount) => amount === 0));

/** What an offer is sized by and the demand does not tell: it would be sized as if that were nothing. */
export function missingDemand(
  { absorbs, overflow }: UnitOffer,
  trace: DemandTrace,
): readonly NoPlanReason[] {
  const reasons: NoPlanReason[] = [];
  const hasPrompts = !tellsNothing(trace, "inputTokens", "cacheReadTokens");
  if (!hasPrompts && (absorbs.by === "tokens" || absorbs.by === "input_tokens")) {
    reasons.push(
      missing(
        "demand.input_tokens",
        "The demand tells dollars and no tokens of input: how much of it a unit takes over is not known.",
        "Bring input_tokens with the demand, or plan calls that the ledger has the tokens of.",
      ),
    );
  }
  if (!hasPrompts && absorbs.by === "output_tokens" && tellsNothing(trace, "outputTokens")) {
    reasons.push(
      missing(
        "demand.output_tokens",
        "The demand tells dollars and no tokens of output: how much of it a unit takes over is not known.",
        "Bring output_tokens with the demand, or plan calls that the ledger has the tokens of.",
      ),
    );
  }
  if (overflow.kind === "refused" && tellsNothing(trace, "calls")) {
    reasons.push(
      missing(
        "demand.calls",
        "Calls without room are refused, and the demand tells no calls: how many are lost is not known.",
        "Bring calls with the demand, or let them overflow to on demand.",
      ),
    );
  }
  return reasons;
}

/** Said of a plan that counts tokens of output, where there are none: embeddings have none, other calls were not told. */
export const notesOfMissing = ({ absorbs }: UnitOffer, trace: DemandTrace): readonly string[] =>
  absorbs.by === "tokens" && absorbs.output > 0 && tellsNothing(trace, "outputTokens")
    ? [
        "No token of output is in this demand: unless its calls have none, bring output_tokens with it, for more units are needed.",
      ]
    : [];
