import type { DemandTrace } from "../demand/demand-trace.ts";
import type { DemandPath } from "../demand/sample-paths.ts";
import type { TraceWeek } from "../demand/weeks-of-trace.ts";
import { type Absorbs, absorbedDemand, inLongerSteps } from "./absorbed-demand.ts";
import type { Future } from "./future.ts";
import { type LoadCurve, loadCurve } from "./load-curve.ts";

/** A trace as one kind of commitment meets it: all of it, and its whole weeks at today's level. */
export type OfferDemand = Readonly<{
  stepMs: number;
  whole: LoadCurve;
  /** The same loads with calls for values: what lies above a capacity is calls lost. */
  wholeCalls: LoadCurve;
  weeks: readonly LoadCurve[];
  weeksCalls: readonly LoadCurve[];
}>;

export function offerDemand(
  trace: DemandTrace,
  weeks: readonly TraceWeek[],
  absorbs: Absorbs,
): OfferDemand {
  const { stepMs, loads, values, calls } = absorbedDemand(trace, absorbs);
  const all = { steps: trace.calls.length, stepMs: trace.stepMs };
  const spans = weeks.map((week) => ({
    ...inLongerSteps(week, all, stepMs),
    toToday: week.toToday,
  }));
  const curveOf = (of: Float64Array) =>
    spans.map(({ from, to, toToday }) =>
      loadCurve(
        loads.slice(from, to).map((load) => load * toToday),
        of.slice(from, to).map((value) => value * toToday),
      ),
    );
  return {
    stepMs,
    whole: loadCurve(loads, values),
    wholeCalls: loadCurve(loads, calls),
    weeks: curveOf(values),
    weeksCalls: curveOf(calls),
  };
}

/**
 * Sampled paths as futures of an offer.
 * @param pricePerYear how fast what the capacity is worth falls, as a rate a year
 */
export const futuresOf = (
  paths: readonly DemandPath[],
  curves: readonly LoadCurve[],
  pricePerYear: number,
): readonly Future[] =>
  paths.map((path) =>
    path.flatMap(({ month, level, weeks }) =>
      weeks.map((week) => ({
        curve: curves[week] as LoadCurve,
        share: 1 / (path.length * weeks.length),
        demand: level,
        price: worthAt(month, pricePerYear),
        month,
      })),
    ),
  );

/**
 * What is left of the worth of a month's capacity, as on-demand prices fall and models are left: e^(−rate × years). Over
 * a term of T years that is (1 − e^(−rT)) ÷ rT on average, by which the break-even utilisation rises.
 */
const worthAt = (month: number, perYear: number): number => Math.exp((-perYear * month) / 12);
