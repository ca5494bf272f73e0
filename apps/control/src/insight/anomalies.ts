import {
  type AnomaliesReport,
  type anomaliesQuery,
  type Dimension,
  type Filter,
  type InsightDimension,
  insightDimensions,
} from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { formatDollars } from "@headgate/money";
import { type ChangeCell, findAnomalies, type Slice, type SliceAnomaly } from "@headgate/planner";
import type { z } from "@hono/zod-openapi";
import { type AnomalousEvent, type Cause, type Look, tellEvents } from "./anomalous-events.ts";
import type { BilledSeries } from "./bill-series.ts";
import { billSlices } from "./bill-slices.ts";
import type { PriceProviders } from "./bills-beside-calls.ts";
import { BILL_CAUSE_DIMENSIONS, lookAtBills } from "./causes-of-bills.ts";
import { lookAtCalls } from "./causes-of-calls.ts";
import { isoUtc } from "./compare-usage.ts";
import { spendSeries } from "./spend-series.ts";
import { spendSlices } from "./spend-slices.ts";
import { STEP_MS } from "./step-ms.ts";

type Ledger = Pick<LedgerStore, "report">;
type Judgement = AnomaliesReport["judgement"];
type AnomalyWire = Extract<Judgement, { kind: "judged" }>["anomalies"][number];

const DAY_MS = 86_400_000;
/** Days before the range that the baseline learns from: eight weeks of seasons, four to measure errors. */
const HISTORY_DAYS = 84;
/** Dimensions whose values are judged by themselves, and that a cause is looked for in; of equal ones the first. */
const CAUSE_DIMENSIONS = [
  "team",
  "project",
  "feature",
  "customer",
  "environment",
  "key_id",
  "model",
  "provider",
  "operation",
] as const satisfies readonly Dimension[];

/**
 * What is judged apart. An hour is asked of the rows, for sums are kept by the day, and has twenty-four times the
 * points: of fewer dimensions, and fewer values.
 */
const JUDGED_APART = {
  day: { dimensions: CAUSE_DIMENSIONS, values: 20 },
  hour: { dimensions: ["team", "feature", "customer", "key_id", "model"], values: 6 },
} as const satisfies Record<string, Readonly<{ dimensions: readonly Dimension[]; values: number }>>;
/** Of bills, which tell days alone: the dearest values of each of their dimensions. */
const BILL_VALUES = 20;

/**
 * When was spend off what was usual, by how many dollars, and why? Calls are judged, and beside them what bills tell that
 * no call can; bills alone where no call is known.
 *
 * @param providers the price book's names of configured providers, by which bills are read
 */
export async function anomalies(
  ledger: Ledger,
  { from, to, grain, ...filter }: z.output<typeof anomaliesQuery>,
  nowMs: number,
  providers: PriceProviders = {},
): Promise<AnomaliesReport> {
  const fromMs = Date.parse(from);
  // The hour or day in which the range ends is judged whole: days of another zone than UTC end within one. One that is
  // under way would always look like too little.
  const step = STEP_MS[grain];
  const toMs = Math.min(Math.ceil(Date.parse(to) / step) * step, nowMs);
  const { series, billed, beyond, leftOut } = await spendSeries(ledger, {
    filter,
    fromMs: fromMs - HISTORY_DAYS * DAY_MS,
    toMs,
    grain,
    nowMs,
    providers,
  });
  const judgement =
    billed === undefined
      ? await judge(fromMs, {
          series,
          slices: await slicesOf(ledger, { filter, all: series }),
          lookAt: (anomalies) =>
            lookAtCalls(ledger, { filter, dimensions: CAUSE_DIMENSIONS, anomalies }),
        })
      : await judgeBills(ledger, fromMs, billed);
  return {
    ...{ from: isoUtc(from), to: isoUtc(to), grain },
    ...(billed !== undefined && { billed: billed.billed }),
    judgement,
    ...(beyond !== undefined && {
      beyond_calls: { ...beyond.billed, judgement: await judgeBills(ledger, fromMs, beyond) },
    }),
    ...(leftOut !== undefined && { bills_left_out: leftOut }),
  };
}

async function judgeBills(
  ledger: Ledger,
  fromMs: number,
  { series, calledProviders }: BilledSeries,
): Promise<Judgement> {
  const slices: Slice[] = [];
  const about = { all: series, ...(calledProviders !== undefined && { calledProviders }) };
  for (const by of BILL_CAUSE_DIMENSIONS) {
    slices.push(...(await billSlices(ledger, { ...about, by, values: BILL_VALUES })));
  }
  const judgement = await judge(fromMs, {
    series,
    slices,
    lookAt: () => lookAtBills(ledger, calledProviders),
  });
  if (judgement.kind !== "judged") return judgement;
  const ofBills = judgement.anomalies.map((anomaly) => ({ ...anomaly, of: "bills" as const }));
  return { ...judgement, anomalies: ofBills };
}

/** Judges a series and its slices; what is before the range is history. */
async function judge<Cell extends ChangeCell>(
  fromMs: number,
  {
    series,
    slices,
    lookAt,
  }: Readonly<{
    series: Slice["series"];
    slices: readonly Slice[];
    lookAt: (anomalies: readonly SliceAnomaly[]) => Look<Cell>;
  }>,
): Promise<Judgement> {
  const found = findAnomalies(series, slices);
  if (found.kind === "history-too-short") {
    return {
      kind: "history_too_short",
      needed_days: found.neededDays,
      known_days: found.knownDays,
    };
  }
  const { events, leftOut } = await tellEvents(lookAt(found.anomalies), found.anomalies);
  const judgedPoints = found.judgedPoints.filter(({ startMs }) => startMs >= fromMs);
  return {
    kind: "judged",
    anomalies: events.filter(({ anomaly }) => anomaly.endMs > fromMs).map(eventWire),
    points: judgedPoints.map((point) => ({
      start: new Date(point.startMs).toISOString(),
      cost: formatDollars(point.cost),
      expected: formatDollars(point.expected),
      low: formatDollars(point.low),
      high: formatDollars(point.high),
      anomalous: point.anomalous,
    })),
    left_out: leftOut.filter(({ endMs }) => endMs > fromMs).length,
    judged_points: judgedPoints.length,
    expected_false: (judgedPoints.length * found.expectedFalsePerThousand) / 1000,
  };
}

/** Spend by each dimension that the question does not fix already: one question each. */
async function slicesOf(
  ledger: Ledger,
  about: Readonly<{ filter: Filter; all: Slice["series"] }>,
): Promise<readonly Slice[]> {
  const slices: Slice[] = [];
  const { dimensions: apart, values } = JUDGED_APART[about.all.grain];
  for (const by of apart) {
    if (about.filter[by] === undefined)
      slices.push(...(await spendSlices(ledger, { ...about, by, values })));
  }
  return slices;
}

const eventWire = ({ anomaly, cause }: AnomalousEvent): AnomalyWire => ({
  start: new Date(anomaly.startMs).toISOString(),
  end: new Date(anomaly.endMs).toISOString(),
  direction: anomaly.direction,
  slice: sliceWire(anomaly.slice),
  cost: formatDollars(anomaly.cost),
  expected: formatDollars(anomaly.expected),
  excess: formatDollars(anomaly.excess),
  deviations: anomaly.deviations,
  cause: causeWire(cause),
});

const dimensionOf = (word: string | null): InsightDimension | null =>
  insightDimensions.find((dimension) => dimension === word) ?? null;

function sliceWire({ dimension, value }: Pick<Slice, "dimension" | "value">): AnomalyWire["slice"] {
  const known = dimensionOf(dimension);
  return known === null || value === null ? null : { dimension: known, value };
}

function causeWire(cause: Cause): AnomalyWire["cause"] {
  if (cause.kind === "unknown") return cause;
  return {
    kind: "named",
    dimension: dimensionOf(cause.dimension),
    values: [...cause.values],
    within: cause.within === null ? null : sliceWire(cause.within),
    share: cause.share,
    part: cause.part,
    amount: formatDollars(cause.amount),
    compared_with: cause.comparedWith,
  };
}
