import type {
  KpiGrain,
  KpisReport,
  kpisQuery,
  OutcomesReport,
  ReconcileReport,
} from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { parseDollars } from "@headgate/money";
import { factsOfCalls, gpuUseOf, type KpiFacts, wireKpi, workOutKpis } from "@headgate/planner";
import type { z } from "@hono/zod-openapi";
import { type ReconcileTerms, reconcileParts, reconcileRange } from "../billing/reconcile-range.ts";
import { doBillsReach, isReached } from "../billing/reconciled-bills.ts";
import { isoUtc, type Range, rangeBefore } from "./compare-usage.ts";
import { edgeBefore, partsOf } from "./range-parts.ts";

type Terms = Omit<ReconcileTerms, "ledger"> &
  Readonly<{ ledger: Pick<LedgerStore, "report" | "extent"> }>;
type Question = z.output<typeof kpisQuery>;
/** A range and its filters: what is asked of each part alike. */
type Asked = Omit<Question, "grain">;

/** The KPIs of a range, against the range before it, which is as long unless said. */
export async function kpis(
  terms: Terms,
  { grain, ...question }: Question,
  before: Range = rangeBefore(question),
): Promise<KpisReport> {
  const after = { from: isoUtc(question.from), to: isoUtc(question.to) };
  const now = await factsOf(terms, { ...question, ...after });
  const earlier = await factsOf(terms, { ...question, ...before });
  const report = {
    ...{ before, after },
    kpis: workOutKpis(now.facts, earlier.facts).map(wireKpi),
    simulated_cost: { before: earlier.simulatedCost, after: now.simulatedCost },
  };
  return grain === undefined
    ? report
    : { ...report, course: await courseOf(terms, question, grain) };
}

/** Each KPI within each part of the range; the first and the last part may be cut by the range. */
async function courseOf(
  terms: Terms,
  question: Asked,
  grain: KpiGrain,
): Promise<NonNullable<KpisReport["course"]>> {
  const course = [];
  const parts = partsOf(question, grain);
  // What takes longest is asked once; the rest one part after the other, for the ledger has other questions as well.
  // Outcomes are told by days and longer, so hours ask for them each.
  const outcomes =
    grain === "hour"
      ? undefined
      : await outcomesOfParts(terms.ledger, { ...question, grain }, parts);
  const bills = isFilteredBy(question)
    ? undefined
    : grain === "hour"
      ? parts.map(() => BY_WHOLE_DAYS)
      : await billsOfParts(terms, question, parts);
  for (const [index, part] of parts.entries()) {
    const query = { ...question, ...part };
    const { facts } = await factsOf(terms, query, {
      outcomes: () => outcomes?.(part) ?? outcomesOf(terms.ledger, query),
      bill: () => bills?.[index] ?? NOT_DIVIDED,
    });
    const kpisOfPart = workOutKpis(facts, null).map(wireKpi);
    course.push({
      ...part,
      values: Object.fromEntries(
        kpisOfPart.map((kpi) => [kpi.name, kpi.kind === "known" ? kpi.value : null]),
      ),
    });
  }
  return course;
}

/** What some KPIs need beside the calls of a range: asked for it alone, or known already. */
type Beside = Readonly<{
  outcomes: () => KpiFacts["outcomes"] | Promise<KpiFacts["outcomes"]>;
  bill: () => KpiFacts["bill"] | Promise<KpiFacts["bill"]>;
}>;

const NOT_DIVIDED: KpiFacts["bill"] = {
  kind: "unknown",
  reason: "bills are not divided by what calls are filtered by",
};
const BY_WHOLE_DAYS: KpiFacts["bill"] = {
  kind: "unknown",
  reason: "bills are told by whole days",
};

/** A GPU and a bill belong to no team or model that calls could be filtered by. */
function isFilteredBy({ from: _from, to: _to, ...filter }: Asked): boolean {
  return Object.values(filter).some((value) => value !== undefined);
}

/** What KPIs are worked out from, and how much of the money in it is simulated. */
async function factsOf(
  terms: Terms,
  query: Asked,
  beside: Beside = {
    outcomes: () => outcomesOf(terms.ledger, query),
    bill: () => (isFilteredBy(query) ? NOT_DIVIDED : billOf(terms, query)),
  },
): Promise<Readonly<{ facts: KpiFacts; simulatedCost: string }>> {
  const { ledger } = terms;
  const { totals } = await ledger.report("totals", query);
  // Also where all is priced: totals count a call at its last attempt, which a filter may leave out beside dear first ones.
  const priced = await ledger.report("priced-calls", query);
  const facts: KpiFacts = {
    ...factsOfCalls(totals, priced),
    outcomes: await beside.outcomes(),
    gpuUtilisation: isFilteredBy(query)
      ? {
          kind: "unknown",
          reason: "measurements of GPUs are of no team, model or key: take the filter away",
        }
      : gpuUseOf(await ledger.report("gpu-utilisation", query)),
    bill: await beside.bill(),
  };
  return { facts, simulatedCost: totals.simulated_cost };
}

async function outcomesOf(ledger: Terms["ledger"], query: Asked): Promise<KpiFacts["outcomes"]> {
  const { names } = await ledger.report("outcomes", { ...query, limit: 1 });
  return outcomesFrom(names[0], isFilteredBy(query));
}

/** The same for parts of a range, out of one question. */
async function outcomesOfParts(
  ledger: Terms["ledger"],
  question: Asked & Readonly<{ grain: Exclude<KpiGrain, "hour"> }>,
  parts: readonly Range[],
): Promise<(part: Range) => KpiFacts["outcomes"]> {
  const { grain, ...asked } = question;
  const rows =
    parts.length === 0 ? [] : (await ledger.report("outcomes", { ...question, limit: 1 })).rows;
  const ofAll = new Map(
    rows.flatMap((row) =>
      row.name === null && row.start !== null ? [[Date.parse(row.start), row] as const] : [],
    ),
  );
  return ({ from }) =>
    outcomesFrom(ofAll.get(edgeBefore(Date.parse(from), grain)), isFilteredBy(asked));
}

function outcomesFrom(
  all: OutcomesReport["names"][number] | undefined,
  isFiltered: boolean,
): KpiFacts["outcomes"] {
  if (all === undefined) {
    return {
      kind: "unknown",
      reason: isFiltered
        ? "no outcome of the period passes the filter"
        : "no outcome of the period was sent",
    };
  }
  const withoutCalls = all.joined.none + all.joined.too_many_calls;
  if (all.outcomes === withoutCalls) {
    return {
      kind: "unknown",
      reason:
        withoutCalls === 1
          ? `the one outcome of the period${isFiltered ? " that passes the filter" : ""} is joined to no call`
          : `none of the ${withoutCalls} outcomes of the period ${isFiltered ? "that pass the filter " : ""}is joined to calls`,
    };
  }
  return {
    kind: "known",
    accepted: all.accepted_with_calls,
    cost: all.unpriced_attempts === all.attempts ? null : parseDollars(all.cost),
    tokens: all.tokens,
    unpricedAttempts: all.unpriced_attempts,
    unmeteredAttempts: all.unmetered_attempts,
    withoutCalls,
  };
}

const NO_BILL: KpiFacts["bill"] = {
  kind: "unknown",
  reason: "no bill of the period is loaded: headgate import PATH",
};

async function billOf(terms: Terms, { from, to }: Asked): Promise<KpiFacts["bill"]> {
  if (!(await doBillsReach(terms, { from, to }))) return NO_BILL;
  const { totals } = await reconcileRange(terms, { from, to, cost: "effective", limit: 1 });
  return billFrom(totals);
}

/** The same for parts of a range, out of one question. */
async function billsOfParts(
  terms: Terms,
  question: Asked,
  parts: readonly Range[],
): Promise<readonly KpiFacts["bill"][]> {
  const extent = await terms.ledger.extent();
  if (!isReached(extent, question)) return parts.map(() => NO_BILL);
  const totals = await reconcileParts(terms, question, parts);
  return parts.map((part, index) =>
    isReached(extent, part) ? billFrom(totals[index] ?? []) : NO_BILL,
  );
}

/** Of bills in several currencies the least share: they cannot be added up. */
function billFrom(totals: ReconcileReport["totals"]): KpiFacts["bill"] {
  const shares = totals.flatMap(({ currency, reconciled_share: share }) =>
    share === null ? [] : [{ currency, share: parseDollars(share) }],
  );
  const [least] = shares.toSorted((a, b) => (a.share < b.share ? -1 : 1));
  if (least === undefined) {
    return {
      kind: "unknown",
      reason:
        totals.length === 0
          ? "no bill lies whole within the days of the period"
          : "no bill of the period lists use of models",
    };
  }
  return {
    kind: "known",
    // A share on the wire has no more places than money.
    reconciledShare: least.share,
    note:
      shares.length === 1 ? null : `of ${shares.length} currencies the least, ${least.currency}`,
  };
}
