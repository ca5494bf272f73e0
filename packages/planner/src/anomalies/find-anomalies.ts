import { toMicrodollars } from "../statistics/estimated-dollars.ts";
import { groupBy } from "../statistics/group-by.ts";
import { median } from "../statistics/robust.ts";
import { grainMs, type SpendPoint, type SpendSeries } from "../statistics/spend-series.ts";
import {
  type JudgedPoint,
  judgePoints,
  LEAST_SHARE_OF_ALL,
  limitBeside,
  MINIMUM_HISTORY_DAYS,
} from "./judge-points.ts";
import { type Measure, measured, measures, type Signal, signals } from "./measures.ts";
import { seenInSignal } from "./seen-in-signal.ts";
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
  const leastOff = LEAST_SHARE_OF_ALL * usualPoint(all.points);
  // What a signal is worth in dollars is asked of what a call cost.
  const leastOffOf = (by: Judged): number => (isOfSignals(by) ? 0 : leastOff);
  const { judgedOf, besideOf } = whatIsJudged(all, judged);
  const first = judged.map((slice) => ({
    slice,
    judgements: judgedOf(slice).map((by) => {
      const judging = { measure: by, leastOff: leastOffOf(by), series: besideOf(by) };
      return { by, points: judgePoints(slice.series, judging) };
    }),
  }));
  const tailFor = tailsOf(first.flatMap(({ judgements }) => judgements));
  const anomalies = first.flatMap(({ slice, judgements }) => {
    const again = judgements.map(({ by, points: normally }) => {
      const series = besideOf(by);
      const tail = tailFor(by);
      const limit = tail * limitBeside(by, series);
      const isQuiet = normally.every(({ anomalous }) => anomalous === null);
      const points =
        isQuiet || tail === 1
          ? normally
          : judgePoints(slice.series, { measure: by, leastOff: leastOffOf(by), series, tail });
      return { by, points, limit };
    });
    const ofCall = again.find(({ by }) => by === "cost_per_call");
    const spansOfMeasures = again.map(({ by, points: own, limit }) => {
      const points = isOfSignals(by) ? seenInSignal(own, ofCall?.points ?? [], leastOff) : own;
      const measure: Measure = isOfSignals(by) ? "cost_per_call" : by;
      return { measure, points, limit, spans: spansOf(points, step) };
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
    judgedPoints: judgePoints(all, { leastOff, series: besideOf("cost"), tail: tailFor("cost") }),
    expectedFalsePerThousand: EXPECTED_FALSE_PER_THOUSAND,
  };
}

type Judged = Measure | Signal;

/** What each slice is judged by, and how many series are judged beside one. */
function whatIsJudged(all: SpendSeries, slices: readonly Slice[]) {
  const told = measures.filter(
    (measure) => measure === "cost" || all.points.some(({ calls }) => calls !== undefined),
  );
  // By the hour a slice's bursts are what counts, and each series takes a day's time twenty-four times.
  const measuresOf = ({ series }: Slice): readonly Measure[] =>
    all.grain === "hour" && series !== all ? ["cost"] : told;
  const toldSignals = signals.filter(
    (signal) => all.grain === "day" && all.points.some((point) => measured(point, signal) !== null),
  );
  const ofDollars = slices.reduce((total, slice) => total + measuresOf(slice).length, 0);
  return {
    judgedOf: (slice: Slice): readonly Judged[] => [...measuresOf(slice), ...toldSignals],
    // A signal counts only where dollars moved as it did: it makes no series of dollars wait for more.
    besideOf: (by: Judged): number =>
      isOfSignals(by) ? ofDollars + slices.length * toldSignals.length : ofDollars,
  };
}

/** How far out the noise of all series that are judged by the same goes. */
function tailsOf(
  judgements: readonly Readonly<{ by: Judged; points: readonly JudgedPoint[] }>[],
): (by: Judged) => number {
  const tails = new Map(
    [...groupBy(judgements, ({ by }) => by)].map(([by, of]) => [
      by,
      tailOf(of.map(({ points }) => points)),
    ]),
  );
  return (by) => tails.get(by) ?? 1;
}

const isOfSignals = (what: Judged): what is Signal => signals.some((signal) => signal === what);

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
