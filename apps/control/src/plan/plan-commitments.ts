import { type ReadDemand, readDemand } from "@headgate/advisor";
import type {
  CommitmentsPlan,
  CommitmentsRequest,
  PlanDemandReport,
  planDemandQuery,
} from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import {
  type CommitmentsQuestion,
  daysOf,
  demandOutlook,
  demandTraceOf,
  givenOrigin,
  givenTrace,
  type InfrastructureBook,
  originOf,
  type PoolMember,
  planCommitments,
  summariseDemand,
  tokenRates,
  weeksOf,
  withListedRates,
} from "@headgate/planner";
import type { z } from "@hono/zod-openapi";

type Ledger = Pick<LedgerStore, "report" | "extent">;

/** Of more members than these the pool takes the dearest. */
const MOST_MEMBERS = 12;

/** What to promise in advance, out of the ledger's demand or the user's own. */
export async function commitmentsPlan(
  ledger: Ledger,
  { from, to, filter, demand, ...asked }: CommitmentsRequest,
  { nowMs, book }: Readonly<{ nowMs: number; book: InfrastructureBook }>,
): Promise<CommitmentsPlan> {
  const day = new Date(nowMs).toISOString().slice(0, 10);
  const request = { ...asked, offers: withListedRates(asked.offers, book, day) };
  if (demand !== undefined) {
    const trace = givenTrace(demand);
    if ("kind" in trace) return { kind: "no_plan", reasons: [...trace.reasons] };
    return planCommitments({
      request,
      trace,
      origin: givenOrigin,
      rates: { input: null, output: null },
      ...nobody,
      nowMs,
    });
  }
  const read = await readDemand(ledger, { from, to, filter, cost: request.cost }, nowMs);
  return planCommitments({
    request,
    trace: read.trace,
    origin: originOf(read.report),
    rates: tokenRates(read.report, request.cost),
    ...(await membersOf(ledger, { filter, request, read })),
    nowMs,
  });
}

type Pool = Pick<CommitmentsQuestion, "members" | "membersLeftOut">;
const nobody: Pool = { members: [], membersLeftOut: 0 };

/** The demand of each value of the pool's dimension, the dearest first, over the steps of the whole. */
async function membersOf(
  ledger: Ledger,
  about: Readonly<{
    filter: CommitmentsRequest["filter"];
    request: Pick<CommitmentsRequest, "pool_by" | "cost">;
    read: ReadDemand;
  }>,
): Promise<Pool> {
  const by = about.request.pool_by;
  if (by === undefined) return nobody;
  const { report, seen } = about.read;
  const range = {
    from: new Date(report.fromMs).toISOString(),
    to: new Date(report.toMs).toISOString(),
  };
  if (report.fromMs >= report.toMs) return nobody;
  const { rows, left_out: membersLeftOut } = await ledger.report("spend-by", {
    ...about.filter,
    ...range,
    by,
    limit: MOST_MEMBERS,
  });
  const members: PoolMember[] = [];
  for (const { group: value } of rows) {
    const own = await ledger.report("demand", {
      ...about.filter,
      ...range,
      [by]: value ?? "",
      grain: report.grain,
    });
    members.push({ value, trace: demandTraceOf(own, seen, about.request.cost) });
  }
  return { members, membersLeftOut };
}

/** What demand was, and how it is expected to go on. */
export async function demandReport(
  ledger: Ledger,
  { from, to, grain, ...filter }: z.output<typeof planDemandQuery>,
  nowMs: number,
): Promise<PlanDemandReport> {
  const read = await readDemand(ledger, { from, to, filter, grain, cost: "list" }, nowMs);
  if (read.trace.calls.length === 0) {
    return {
      kind: "no_plan",
      reasons: [
        {
          why: "too_little_history",
          place: "from",
          text: "The ledger holds no whole step of this range.",
          mend: "Ask for a longer or a later range, or import logs.",
        },
      ],
    };
  }
  return {
    kind: "demand",
    ...summariseDemand({
      trace: read.trace,
      origin: originOf(read.report),
      outlook: demandOutlook(daysOf(read.trace)),
      weeks: weeksOf(read.trace),
    }),
  };
}
