import type { NotProposed, Proposal } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { proposeBatch } from "../batch/propose.ts";
import { proposeContext } from "../context/propose.ts";
import { proposeExactCache } from "../exact-cache/propose.ts";
import { proposeOutput } from "../output/propose.ts";
import { proposePrefixCache } from "../prefix-cache/propose.ts";
import { proposePrompt } from "../prompt/propose.ts";
import { proposeSemanticCache } from "../semantic-cache/propose.ts";
import type { History, Proposed } from "./history.ts";
import { proposalOf } from "./proposal.ts";

/** In the order in which they act. */
const levers: readonly ((history: History) => Proposed | Promise<Proposed>)[] = [
  proposeExactCache,
  proposeSemanticCache,
  proposeBatch,
  proposeOutput,
  proposeContext,
  proposePrompt,
  proposePrefixCache,
];

/**
 * What every lever proposes for a history, the most dollars first. Each proposal is worked out alone: two of them can be
 * about the same dollar.
 */
export async function propose(history: History): Promise<
  Readonly<{
    proposals: readonly Proposal[];
    notProposed: readonly NotProposed[];
  }>
> {
  const proposed: Proposed[] = [];
  for (const lever of levers) proposed.push(await lever(history));
  const proposals = proposed
    .flatMap((of) => of.proposals)
    .map((draft) => ({ draft, wire: proposalOf(history, draft) }));
  return {
    proposals: proposals.map(({ wire }) => wire).sort(byDollars),
    notProposed: proposed.flatMap((of) => of.notProposed),
  };
}

const byDollars = (a: Proposal, b: Proposal): number => {
  const [left, right] = [a, b].map(({ dollars_per_month: { estimate } }) => parseDollars(estimate));
  return left === right ? 0 : (left as bigint) > (right as bigint) ? -1 : 1;
};
