import { toMicrodollars } from "../statistics/estimated-dollars.ts";
import { median } from "../statistics/robust.ts";
import { grainMs, type SpendPoint, type SpendSeries } from "../statistics/spend-series.ts";
import {
  type JudgedPoint,
  judgePoints,
  LEAST_SHARE_OF_ALL,
  limitBeside,
  type Measure,
  MINIMUM_HISTORY_DAYS,
  measures,
} from "./judge-points.ts";
import { type Anomaly, reachingOver, spansOf } from "./spans-of.ts";
import { tailOf } from "./tail-of.ts";

/**
 * Points in a thousand that are called anomalous though nothing happened. Of one series: fewer than one where the noise
 * is normal, up to three where one point in twenty is off three times as far, on constructed series, which a test
 * repeats. With some sixty slices: none on 2,208 days of 24 constructed companies, so at most 1.4 in a thousand with
 * 95 % certainty (3 ÷ n); `npm run eval -- anomalies` counts it anew beside what is said here.
 */
export const EXPECTED_FALSE_PER_THOUSAND = 3;

/** Spend on the calls with one value of a dimension; of both null, on all calls. */
export type Slice = Readonly<{
  dimension: string | null;
  value: string | null;
  series: SpendSeries;
}>;

/** An anomaly of one slice. */
export type SliceAnomaly = Anomaly &
  Readonly<{
    slice: Slice;
    measure: Measure;
    /** How many deviations off a point of the measure must be. */
    limit: number;
  }>;

export type FoundAnomalies =
  | Readonly<{
      kind: "judged";
      /** Those furthest off for what is usual of them first. The same event is in every slice that it moved. */
      anomalies: readonly SliceAnomaly[];
      /** Every point of all spend that was judged, in order of time. */
      judgedPoints: readonly JudgedPoint[];
      /** Points in a thousand that may be called anomalous by chance. */
      expectedFalsePerThousand: number;
    }>
  | Readonly<{ kind: "history-too-short"; neededDays: number; knownDays: number }>;

/** A slice with all but this share of all spend says what all spend says. */
const ALMOST_ALL = 0.99;

/**
 * Finds spans in which a slice's cost, or what a call of it cost, was off what is usual. All series are judged
 * together: the more there are, the further off a point must be, and it must be off by at least a fiftieth of a
 * usual point of all spend.
 *
 * @param all spend on all calls; slices have the same points
 */
export function findAnomalies(all: SpendSeries, slices: readonly Slice[] = []): FoundAnomalies {
  const step = grainMs(all.grain);
  const whole: Slice = { dimension: null, value: null, series: all };
  if (judgePoints(all).length === 0) {
    return {
      kind: "history-too-short",
      neededDays: MINIMUM_HISTORY_DAYS + 1,
      knownDays: Math.floor((knownPoints(all) * step) / grainMs("day")),
    };
  }
  const total = totalOf(all);
  const judged = [
    whole,
    ...slices.flatMap((slice) => {
      const spent = totalOf(slice.series);
      if (spent === 0 || spent > total * ALMOST_ALL) return [];
      return [{ ...slice, series: withoutBeginning(slice.series) }];
    }),
  ];
  const told = measures.filter(
    (measure) => measure === "cost" || all.points.some(({ calls }) => calls !== undefined),
  );
  // By the hour a slice's bursts are what counts, and each series takes a day's time twenty-four times.
  const measuresOf = (slice: Slice): readonly Measure[] =>
    all.grain === "hour" && slice !== whole ? ["cost"] : told;
  const beside = judged.reduce((total, slice) => total + measuresOf(slice).length, 0);
  const leastOff = LEAST_SHARE_OF_ALL * usualPoint(all.points);
  const first = judged.map((slice) => ({
    slice,
    ofMeasures: measuresOf(slice).map((measure) => {
      const points = judgePoints(slice.series, { measure, leastOff, series: beside });
      return { measure, points };
    }),
  }));
  const tails = new Map<Measure, number>(
    told.map((measure) => {
      const same = first.flatMap(({ ofMeasures }) =>
        ofMeasures.flatMap((of) => (of.measure === measure ? [of.points] : [])),
      );
      return [measure, tailOf(same)];
    }),
  );
  const anomalies = first.flatMap(({ slice, ofMeasures }) => {
    const spansOfMeasures = ofMeasures.flatMap(({ measure, points: normally }) => {
      if (normally.every(({ anomalous }) => anomalous === null)) return [];
      const tail = tails.get(measure) ?? 1;
      const judging = { measure, leastOff, series: beside, tail };
      const points = tail === 1 ? normally : judgePoints(slice.series, judging);
      const limit = tail * limitBeside(measure, beside);
      return [{ measure, points, limit, spans: spansOf(points, step) }];
    });
    const others = spansOfMeasures.filter((of) => isOfOneUnit(of.measure));
    return spansOfMeasures.flatMap(({ measure, points, limit, spans }) =>
      spans.map((span) => {
        const same = isOfOneUnit(measure) ? others.flatMap((of) => of.spans) : [];
        const reaching = reachingOver(span, unitedWith(span, same), points, step);
        return { ...reaching, slice, measure, limit };
      }),
    );
  });
  return {
    kind: "judged",
    anomalies: anomalies.sort((one, other) => other.deviations - one.deviations),
    judgedPoints: judgePoints(all, { leastOff, series: beside, tail: tails.get("cost") ?? 1 }),
    expectedFalsePerThousand: EXPECTED_FALSE_PER_THOUSAND,
  };
}

/** What a call and what a token cost are two views of the same prices. */
const isOfOneUnit = (measure: Measure): boolean => measure !== "cost";

/** The time of a span and of those that it overlaps to the same side. */
function unitedWith(span: Anomaly, others: readonly Anomaly[]) {
  const same = others.filter(
    ({ startMs, endMs, direction }) =>
      direction === span.direction && startMs < span.endMs && span.startMs < endMs,
  );
  return {
    startMs: Math.min(span.startMs, ...same.map(({ startMs }) => startMs)),
    endMs: Math.max(span.endMs, ...same.map(({ endMs }) => endMs)),
  };
}

const knownPoints = ({ points }: SpendSeries): number =>
  points.filter(({ cost }) => cost !== null).length;

const totalOf = ({ points }: SpendSeries): number =>
  points.reduce((total, { cost }) => (cost === null ? total : total + toMicrodollars(cost)), 0);

/** A slice begins with its first cost: before, it was not there. */
function withoutBeginning({ grain, points }: SpendSeries): SpendSeries {
  const first = points.findIndex(({ cost }) => cost !== null && cost !== 0n);
  return { grain, points: points.slice(first) };
}

/** Microdollars of the median point with spend. */
function usualPoint(points: readonly SpendPoint[]): number {
  const spent = points.flatMap(({ cost }) => {
    const microdollars = cost === null ? 0 : toMicrodollars(cost);
    return microdollars > 0 ? [microdollars] : [];
  });
  return spent.length === 0 ? 0 : median(spent);
}
