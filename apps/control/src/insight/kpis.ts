import type { KpiGrain, KpisReport, kpisQuery } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { formatDollars, parseDollars, picodollars } from "@headgate/money";
import { type Kpi, type KpiFacts, kpiDefinitions, workOutKpis } from "@headgate/planner";
import type { z } from "@hono/zod-openapi";
import { isoUtc, rangeBefore } from "./compare-usage.ts";
import { partsOf } from "./range-parts.ts";

type Ledger = Pick<LedgerStore, "report">;
type Question = z.output<typeof kpisQuery>;

/** The KPIs of a range, against the range before it. */
export async function kpis(ledger: Ledger, question: Question): Promise<KpisReport> {
  const after = { from: isoUtc(question.from), to: isoUtc(question.to) };
  const before = rangeBefore(after);
  const now = await factsOf(ledger, { ...question, ...after });
  const earlier = await factsOf(ledger, { ...question, ...before });
  const report = { before, after, kpis: workOutKpis(now, earlier).map(kpiWire) };
  const { grain } = question;
  return grain === undefined
    ? report
    : { ...report, course: await courseOf(ledger, question, grain) };
}

/** Each KPI within each part of the range; the first and the last part may be cut by the range. */
async function courseOf(
  ledger: Ledger,
  question: Question,
  grain: KpiGrain,
): Promise<NonNullable<KpisReport["course"]>> {
  const course = [];
  // One part after the other: the ledger has other questions to answer as well.
  for (const part of partsOf(question, grain)) {
    const facts = await factsOf(ledger, { ...question, ...part });
    course.push({
      ...part,
      values: Object.fromEntries(
        workOutKpis(facts, null).map((kpi) => [
          kpi.name,
          kpi.kind === "known" ? formatDollars(picodollars(kpi.value)) : null,
        ]),
      ),
    });
  }
  return course;
}

/** Facts that calls and gauges tell. Outcomes and reconciled bills are not told by them: they stay unknown. */
async function factsOf(ledger: Ledger, query: Question): Promise<KpiFacts> {
  const { from: _from, to: _to, grain: _grain, ...filter } = query;
  // A GPU belongs to no team or model that calls could be filtered by.
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  const { totals } = await ledger.report("totals", query);
  const priced =
    totals.unpriced_attempts === 0
      ? { calls: totals.calls, cost: parseDollars(totals.effective_cost) }
      : await ledger.report("priced-calls", query);
  return {
    attempts: totals.attempts,
    unpricedAttempts: totals.unpriced_attempts,
    pricedCalls: priced.calls,
    pricedCallsCost: priced.cost,
    pricedTokens: totals.input_tokens + totals.output_tokens - totals.unpriced_tokens,
    effectiveCost: parseDollars(totals.effective_cost),
    listCost: parseDollars(totals.list_cost),
    baselineCost: parseDollars(totals.baseline_cost),
    promptTokens: totals.input_tokens,
    cacheReadTokens: totals.cache_read_tokens,
    outcomes: null,
    gpuUtilisation: isFiltered ? null : (await ledger.report("gpu-utilisation", query)).mean,
    bill: null,
  };
}

function kpiWire(kpi: Kpi): KpisReport["kpis"][number] {
  const { title, definition, unit, targetText } = kpiDefinitions[kpi.name];
  const about = { name: kpi.name, title, definition, unit, target: targetText };
  switch (kpi.kind) {
    case "unknown":
      return { ...about, kind: "unknown", reason: kpi.reason, needs: kpi.needs };
    case "known":
      return {
        ...about,
        kind: "known",
        // Trillionths of any unit have the places of money.
        value: formatDollars(picodollars(kpi.value)),
        before: kpi.before === null ? null : formatDollars(picodollars(kpi.before)),
        trend: kpi.trend,
        is_better: kpi.isBetter,
        is_on_target: kpi.isOnTarget,
        note: kpi.note,
      };
    default:
      return kpi satisfies never;
  }
}
