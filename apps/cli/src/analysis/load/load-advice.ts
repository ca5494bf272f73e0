import { advise, savesPerMonth, spendPerMonth, wireBasis } from "@headgate/advisor";
import type { AnalyzeResult } from "@headgate/contract";
import { formatDollars } from "@headgate/money";
import { builtInInfrastructure, infrastructureBook } from "@headgate/planner";
import type { AnalysisQuestion } from "./load-analysis.ts";

/** What should change, tried out on the calls of the period, or said by bills alone; null where there is neither. */
export async function loadAdvice(
  { store, config, prices }: Pick<AnalysisQuestion, "store" | "config" | "prices">,
  { from, to }: Readonly<{ from: string; to: string }>,
): Promise<AnalyzeResult["advice"]> {
  const toMs = Date.parse(to);
  const { read, stack, advice, notSeen, tooSmall, notPlanned } = await advise({
    ledger: store,
    ...{ config, prices, keys: [] },
    // The period is whole days that have been: there is no later call that is not in it.
    ...{ fromMs: Date.parse(from), toMs, nowMs: toMs },
    infrastructure: infrastructureBook([...builtInInfrastructure()]),
  });
  const { depth, simulated, calls, calls_without_cost, sample } = wireBasis(read);
  if (calls === 0 && advice.length === 0) return null;
  return {
    depth,
    simulated,
    calls,
    calls_without_cost,
    sample,
    spend_per_month: formatDollars(spendPerMonth(read)),
    saves_per_month: formatDollars(savesPerMonth(advice)),
    too_small: {
      count: tooSmall.count,
      dollars_per_month: formatDollars(tooSmall.dollarsPerMonth),
    },
    recommendations: [...advice],
    not_proposed: [...stack.notProposed],
    not_seen: [...notSeen],
    not_planned: [...notPlanned],
  };
}
