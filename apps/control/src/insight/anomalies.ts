import {
  type AnomaliesReport,
  type anomaliesQuery,
  type Dimension,
  dimensions,
  type Filter,
} from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { formatDollars } from "@headgate/money";
import {
  type Anomaly,
  type Drivers,
  findAnomalies,
  nameCause,
  referenceSpan,
  type SpendSeries,
  topDrivers,
} from "@headgate/planner";
import type { z } from "@hono/zod-openapi";
import { compareUsage, isoUtc } from "./compare-usage.ts";
import { spendSeries } from "./spend-series.ts";

type Ledger = Pick<LedgerStore, "report">;
type Judgement = AnomaliesReport["judgement"];
type Cause = Extract<Judgement, { kind: "judged" }>["anomalies"][number]["cause"];

const DAY_MS = 86_400_000;
/** Days before the range that the baseline learns from: eight weeks of seasons, four to measure errors. */
const HISTORY_DAYS = 84;
/** Each cause asks the ledger once a dimension; the anomalies of most dollars get one. */
const CAUSES_AT_MOST = 5;
/** Dimensions that a cause is looked for in; of equal ones the first is named. */
const CAUSE_DIMENSIONS: readonly Dimension[] = [
  "team",
  "project",
  "feature",
  "customer",
  "environment",
  "key_id",
  "model",
  "provider",
  "operation",
];

/** When was spend off what was usual, by how many dollars, and why? */
export async function anomalies(
  ledger: Ledger,
  { from, to, grain, ...filter }: z.output<typeof anomaliesQuery>,
  nowMs: number,
): Promise<AnomaliesReport> {
  const fromMs = Date.parse(from);
  // An hour or day that is under way would always look like too little.
  const toMs = Math.min(Date.parse(to), nowMs);
  const { series } = await spendSeries(ledger, {
    filter,
    fromMs: fromMs - HISTORY_DAYS * DAY_MS,
    toMs,
    grain,
  });
  const about = { from: isoUtc(from), to: isoUtc(to), grain };
  const found = findAnomalies(series);
  if (found.kind === "history-too-short") {
    return {
      ...about,
      judgement: {
        kind: "history_too_short",
        needed_days: found.neededDays,
        known_days: found.knownDays,
      },
    };
  }
  const asked = found.anomalies.filter(({ endMs }) => endMs > fromMs);
  const judgedPoints = found.judgedPoints.filter(({ startMs }) => startMs >= fromMs);
  const largest = new Set(
    [...asked].sort((left, right) => size(right) - size(left)).slice(0, CAUSES_AT_MOST),
  );
  const shown = [];
  for (const anomaly of asked) {
    shown.push({
      start: new Date(anomaly.startMs).toISOString(),
      end: new Date(anomaly.endMs).toISOString(),
      direction: anomaly.direction,
      cost: formatDollars(anomaly.cost),
      expected: formatDollars(anomaly.expected),
      excess: formatDollars(anomaly.excess),
      deviations: anomaly.deviations,
      cause: largest.has(anomaly)
        ? await causeOf(ledger, { filter, series, anomaly, all: found.anomalies })
        : unknown(`only the ${CAUSES_AT_MOST} anomalies of most dollars are explained`),
    });
  }
  return {
    ...about,
    judgement: {
      kind: "judged",
      anomalies: shown,
      points: judgedPoints.map((point) => ({
        start: new Date(point.startMs).toISOString(),
        cost: formatDollars(point.cost),
        expected: formatDollars(point.expected),
        low: formatDollars(point.low),
        high: formatDollars(point.high),
        anomalous: point.anomalous,
      })),
      judged_points: judgedPoints.length,
      expected_false: (judgedPoints.length * found.expectedFalsePerThousand) / 1000,
    },
  };
}

/** Only ranks. */
const size = ({ excess }: Anomaly): number => Math.abs(Number(excess));
const unknown = (reason: string): Cause => ({ kind: "unknown", reason });

async function causeOf(
  ledger: Ledger,
  about: Readonly<{
    filter: Filter;
    series: SpendSeries;
    anomaly: Anomaly;
    all: readonly Anomaly[];
  }>,
): Promise<Cause> {
  const { filter, series, anomaly, all } = about;
  const reference = referenceSpan(series, anomaly, all);
  if (reference === null) return unknown("no usual span of the four weeks before is known");
  const before = rangeOf(reference);
  const after = rangeOf(anomaly);
  const byDimension = new Map<string, Drivers>();
  for (const by of CAUSE_DIMENSIONS) {
    const usage = await compareUsage(ledger, { filter, before, after, by });
    byDimension.set(by, topDrivers(usage.before, usage.after));
  }
  const cause = nameCause(byDimension);
  if (cause === null) return unknown("the usual span compared with cost the same");
  return {
    kind: "named",
    dimension: dimensions.find((dimension) => dimension === cause.dimension) ?? null,
    values: [...cause.values],
    share: cause.share,
    part: cause.part,
    amount: formatDollars(cause.amount),
    compared_with: before,
  };
}

const rangeOf = ({ startMs, endMs }: Readonly<{ startMs: number; endMs: number }>) => ({
  from: new Date(startMs).toISOString(),
  to: new Date(endMs).toISOString(),
});
