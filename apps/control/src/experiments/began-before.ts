import type { Experiment } from "@headgate/contract";
import type { LedgerStore, Reports } from "@headgate/ledger";

/** Far enough that one that rests at weekends is found. */
const LOOKED_AT_MS = 7 * 86_400_000;

/** The experiments that had calls before a range. */
export async function beganBefore(
  ledger: Pick<LedgerStore, "report">,
  query: Reports["experiments"]["query"],
): Promise<ReadonlySet<string>> {
  const days = await ledger.report("experiments", {
    ...query,
    from: new Date(Date.parse(query.from) - LOOKED_AT_MS).toISOString(),
    to: query.from,
  });
  return new Set(days.map(({ experiment }) => experiment));
}

/** What holds at every moment holds of sums that grow: those of a range that moves along with the days do not. */
export const saidOfRange = <Said extends Pick<Experiment, "name" | "reason">>(
  experiment: Said,
  before: ReadonlySet<string>,
): Said =>
  before.has(experiment.name)
    ? {
        ...experiment,
        reason: `${experiment.reason} It began before this range: looked at again and again in a range that moves along, its intervals are wrong more often than in 5 of 100.`,
      }
    : experiment;
