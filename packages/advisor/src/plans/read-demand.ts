import type { DemandGrain, DemandReport, Filter } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { type DemandTrace, demandTraceOf, type SeenSpan } from "@headgate/planner";

type Ledger = Pick<LedgerStore, "report" | "extent">;

const DAY_MS = 86_400_000;
/** More days than these are read by the hour: three months of minutes are as much as the ledger answers. */
const MOST_DAYS_OF_MINUTES = 97;

export type DemandQuestion = Readonly<{
  from: string;
  to: string;
  filter: Filter;
  /** By the minute unless said, where the range is short enough. */
  grain?: DemandGrain | undefined;
  cost: "contracted" | "list";
}>;

export type ReadDemand = Readonly<{ report: DemandReport; trace: DemandTrace; seen: SeenSpan }>;

/**
 * Demand of calls as a trace without holes: from the first moment that the ledger holds anything of to now. A day on which
 * a source of the ledger was away looks like one without demand, for nobody can tell them apart.
 */
export async function readDemand(
  ledger: Ledger,
  { filter, cost, ...question }: DemandQuestion,
  nowMs: number,
): Promise<ReadDemand> {
  const { firstRowAtMs } = await ledger.extent();
  // An empty ledger saw nothing; a trace of no steps says so.
  const seen = { fromMs: firstRowAtMs ?? nowMs, toMs: nowMs };
  const fromMs = Math.max(Date.parse(question.from), seen.fromMs);
  const toMs = Math.max(fromMs, Math.min(Date.parse(question.to), nowMs));
  const grain =
    question.grain ?? ((toMs - fromMs) / DAY_MS > MOST_DAYS_OF_MINUTES ? "hour" : "minute");
  const report = await ledger.report("demand", {
    ...filter,
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    grain,
  });
  return { report, trace: demandTraceOf(report, seen, cost), seen };
}
