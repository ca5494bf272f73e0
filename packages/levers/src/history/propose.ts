import type { LeverName, NotProposed, Proposal } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { proposeBatch } from "../batch/propose.ts";
import { proposeContext } from "../context/propose.ts";
import { proposeExactCache } from "../exact-cache/propose.ts";
import { proposeOutput } from "../output/propose.ts";
import { proposePrefixCache } from "../prefix-cache/propose.ts";
import { proposePrompt } from "../prompt/propose.ts";
import { proposeRoute } from "../route/propose.ts";
import { proposeSemanticCache } from "../semantic-cache/propose.ts";
import type { History, HistoryCall, Proposed } from "./history.ts";
import { proposalOf } from "./proposal.ts";

/** What proposes for a history, in the order in which the levers act. */
export const proposers: readonly Readonly<{
  lever: LeverName;
  propose: (history: History) => Proposed | Promise<Proposed>;
}>[] = [
  { lever: "exact-cache", propose: proposeExactCache },
  { lever: "semantic-cache", propose: proposeSemanticCache },
  { lever: "batch", propose: proposeBatch },
  { lever: "route", propose: inRealTime(proposeRoute) },
  { lever: "output", propose: inRealTime(proposeOutput) },
  { lever: "context", propose: inRealTime(proposeContext) },
  { lever: "prompt", propose: inRealTime(proposePrompt) },
  { lever: "prefix-cache", propose: inRealTime(proposePrefixCache) },
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
  for (const lever of proposers) proposed.push(await lever.propose(history));
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

/** Levers that change requests do so on their way through the gateway, which those of batches do not take. */
function inRealTime(
  lever: (history: History) => Proposed | Promise<Proposed>,
): (history: History) => Proposed | Promise<Proposed> {
  return (history) => lever({ ...history, calls: realTimeCalls(history.calls) });
}

/** The same list for the same calls, so that groups of them are made once. */
const made = new WeakMap<readonly HistoryCall[], readonly HistoryCall[]>();

function realTimeCalls(calls: readonly HistoryCall[]): readonly HistoryCall[] {
  const known = made.get(calls);
  if (known !== undefined) return known;
  const inTime = calls.filter(({ row }) => row.service_tier !== "batch");
  const found = inTime.length === calls.length ? calls : inTime;
  made.set(calls, found);
  return found;
}
