import { readHistory, wireBasis } from "@headgate/advisor";
import type { ProposalsReport } from "@headgate/contract";
import { propose } from "@headgate/levers";
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
  const { proposals: proposed, notProposed } = await propose(read.history);
  return {
    ...wireBasis(read),
    other_attempts: read.others.length,
    spend: formatDollars(read.spend),
    proposals: [...proposed],
    not_proposed: [...notProposed],
  };
}
