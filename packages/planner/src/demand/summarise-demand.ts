import type { DemandReport, DemandSummary } from "@headgate/contract";
import { dollarsText, stepsPerMonth } from "../commitments/estimates.ts";
import { DAYS_PER_MONTH } from "../statistics/month.ts";
import { quantile } from "../statistics/quantile.ts";
import type { DemandOutlook } from "./demand-outlook.ts";
import type { DemandTrace } from "./demand-trace.ts";
import type { TraceWeek } from "./weeks-of-trace.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const HOURS_OF_WEEK = 168;
/** The epoch began on a Thursday. */
const EPOCH_HOUR_OF_WEEK = 3 * 24;

/** What a report says beyond its trace; of demand that a user brings, nothing is left out. */
export type TraceOrigin = Pick<DemandReport, "leftOut" | "simulatedAttempts">;

/** Demand in a few figures: how much, how uneven, and how it is expected to go on. */
export function summariseDemand(
  about: Readonly<{
    trace: DemandTrace;
    origin: TraceOrigin;
    outlook: DemandOutlook;
    weeks: readonly TraceWeek[];
  }>,
): DemandSummary {
  const { trace, origin, outlook, weeks } = about;
  const { fromMs, stepMs, calls, onDemandMicrodollars } = trace;
  const steps = calls.length;
  const total = sumOf(onDemandMicrodollars);
  const mean = steps === 0 ? 0 : total / steps;
  const isDay = steps * stepMs >= DAY_MS;
  const attempts = Math.round(sumOf(calls));
  // No demand cost nothing; demand none of whose costs is known did not.
  const isKnown = attempts === 0 || trace.unknownCalls < attempts;
  const beside = (value: number): number | null => (mean === 0 ? null : value / mean);
  const dollars = [...onDemandMicrodollars];
  return {
    grain: stepMs === HOUR_MS ? "hour" : "minute",
    from: new Date(fromMs).toISOString(),
    to: new Date(fromMs + steps * stepMs).toISOString(),
    steps,
    attempts,
    unknown_attempts: trace.unknownCalls,
    simulated_attempts: origin.simulatedAttempts,
    left_out: {
      answered_by_cache: origin.leftOut.answeredByCache,
      not_served: origin.leftOut.notServed,
      throttled: origin.leftOut.throttled,
      batch: origin.leftOut.batch,
    },
    on_demand_per_month: isDay && isKnown ? dollarsText(mean * stepsPerMonth(stepMs)) : null,
    p95_over_mean: isDay ? beside(quantile(dollars, 0.95)) : null,
    peak_over_mean: isDay ? beside(quantile(dollars, 1)) : null,
    hours_of_week: hoursOfWeek(trace, mean),
    whole_weeks: weeks.length,
    outlook: outlookWire(outlook),
  };
}

function outlookWire(outlook: DemandOutlook): DemandSummary["outlook"] {
  if (outlook.kind === "history_too_short") {
    return {
      kind: outlook.kind,
      needed_days: outlook.neededDays,
      known_days: outlook.knownDays,
    };
  }
  const { backTest, coverage, dailyGrowth } = outlook;
  return {
    kind: outlook.kind,
    method: backTest.method,
    horizon_days: backTest.horizonDays,
    origins: backTest.origins,
    independent_origins: backTest.independentOrigins,
    mean_absolute_error: backTest.meanAbsoluteError,
    coverage,
    growth_per_month: Math.expm1(dailyGrowth * DAYS_PER_MONTH),
  };
}

/** The mean of each hour of the week beside the mean of all; null where not every hour was seen. */
function hoursOfWeek(
  { fromMs, stepMs, onDemandMicrodollars }: DemandTrace,
  mean: number,
): number[] | null {
  if (onDemandMicrodollars.length * stepMs < HOURS_OF_WEEK * HOUR_MS || mean === 0) return null;
  const sums = new Float64Array(HOURS_OF_WEEK);
  const counts = new Float64Array(HOURS_OF_WEEK);
  for (let step = 0; step < onDemandMicrodollars.length; step += 1) {
    const hour =
      (Math.floor((fromMs + step * stepMs) / HOUR_MS) + EPOCH_HOUR_OF_WEEK) % HOURS_OF_WEEK;
    sums[hour] = (sums[hour] as number) + (onDemandMicrodollars[step] as number);
    counts[hour] = (counts[hour] as number) + 1;
  }
  return [...sums].map((sum, hour) => sum / (counts[hour] as number) / mean);
}

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
