import { readHistory } from "@headgate/advisor";
import type { ProposalsReport } from "@headgate/contract";
import { type History, propose } from "@headgate/levers";
import { formatDollars } from "@headgate/money";
import type { ControlDependencies } from "../dependencies.ts";

export type ProposalsRoom = Pick<ControlDependencies, "ledger" | "prices" | "config" | "nowMs">;

/** What levers propose for the calls of a range. */
export async function proposals(
  { ledger, prices, config, nowMs }: ProposalsRoom,
  { from, to }: Readonly<{ from: string; to: string }>,
): Promise<ProposalsReport> {
  const at = { prices: prices(), config: config(), nowMs: nowMs() };
  const read = await readHistory({
    ...at,
    ledger,
    fromMs: Date.parse(from),
    toMs: Date.parse(to),
  });
  const { history } = read;
  const { proposals: proposed, notProposed } = await propose(history);
  return {
    from: new Date(history.fromMs).toISOString(),
    to: new Date(history.toMs).toISOString(),
    depth: history.depth,
    simulated: read.simulated,
    calls: history.calls.length,
    calls_without_facts: read.callsWithoutFacts,
    calls_without_cost: read.callsWithoutCost,
    other_attempts: read.otherAttempts,
    simulated_left_out: read.simulatedLeftOut,
    sample: history.sample === undefined ? null : sampleOf(history.sample),
    spend: formatDollars(read.spend),
    proposals: [...proposed],
    not_proposed: [...notProposed],
  };
}

const sampleOf = ({ stretches, of }: NonNullable<History["sample"]>) => ({
  stretches: stretches.length,
  of,
});
