import {
  counted,
  type DemandReport,
  type Filter,
  type SelfHostPlanReport,
  type SelfHostPlanRequest,
} from "@headgate/contract";
import { dataDirectory, type LedgerStore } from "@headgate/ledger";
import {
  type DemandTrace,
  demandTraceOf,
  loadInfrastructure,
  planSelfHost,
} from "@headgate/planner";
import type { ControlDependencies } from "../dependencies.ts";

/** What a plan for self-hosting is made from. */
export type SelfHostingRoom = Pick<
  ControlDependencies,
  "ledger" | "prices" | "nowMs" | "dataDirectory"
>;

/** Self-hosting against an API, for calls of the ledger or for demand that is stated. */
export async function planSelfHosting(
  { ledger, prices, nowMs, dataDirectory: root }: SelfHostingRoom,
  request: SelfHostPlanRequest,
): Promise<SelfHostPlanReport> {
  const { demand } = request;
  const now = nowMs();
  const folders = dataDirectory(root);
  const history = demand.kind === "stated" ? undefined : await historyOf(ledger, demand, now);
  return planSelfHost(request, {
    trace: history?.trace,
    notes: history?.notes ?? [],
    prices: prices(),
    infrastructure: loadInfrastructure(folders.infrastructure),
    nowMs: now,
  });
}

/**
 * Demand by the hour. The ledger has seen a range from its first call on, of any kind, to now: hours before and after are
 * unknown and left out, hours between in which these calls are missing had none of them.
 */
async function historyOf(
  ledger: Pick<LedgerStore, "report">,
  { from, to, filter }: Readonly<{ from: string; to: string; filter: Filter }>,
  nowMs: number,
): Promise<Readonly<{ trace: DemandTrace; notes: readonly string[] }>> {
  const range = { from, to, grain: "hour" } as const;
  const all = await ledger.report("demand", range);
  const first = all.steps[0]?.startMs ?? all.toMs;
  const asked = await ledger.report("demand", { ...filter, ...range });
  const trace = demandTraceOf(asked, { fromMs: first, toMs: Math.min(all.toMs, nowMs) });
  return { trace, notes: notesOf(asked) };
}

function notesOf({ leftOut, simulatedAttempts }: DemandReport): readonly string[] {
  return [
    ...(simulatedAttempts === 0
      ? []
      : [
          `${counted(simulatedAttempts, "call")} of the history went to stand-in providers: what follows of them is simulated.`,
        ]),
    ...(leftOut.batch === 0
      ? []
      : [
          `${counted(leftOut.batch, "call")} of the history went to a batch tier: they are left out, for machines of one's own would take them in quiet hours.`,
        ]),
  ];
}
