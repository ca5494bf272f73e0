import type { ProposalsReport } from "@headgate/contract";
import type { ReadHistory } from "./read-history.ts";

/** What an answer about a history rests on. */
export type WireBasis = Pick<
  ProposalsReport,
  | "from"
  | "to"
  | "depth"
  | "simulated"
  | "calls"
  | "calls_without_facts"
  | "calls_without_cost"
  | "simulated_left_out"
  | "sample"
>;

/** What was read of a range, in its wire form. */
export function wireBasis(read: ReadHistory): WireBasis {
  const { fromMs, toMs, depth, calls, sample } = read.history;
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    depth,
    simulated: read.simulated,
    calls: calls.length,
    calls_without_facts: read.callsWithoutFacts,
    calls_without_cost: read.callsWithoutCost,
    simulated_left_out: read.simulatedLeftOut,
    sample: sample === undefined ? null : { stretches: sample.stretches.length, of: sample.of },
  };
}
