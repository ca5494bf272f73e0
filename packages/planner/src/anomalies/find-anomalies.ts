import { type Picodollars, subtract, sum } from "@headgate/money";
import { grainMs, type SpendSeries } from "../statistics/spend-series.ts";
import {
  type Direction,
  type JudgedPoint,
  judgePoints,
  MINIMUM_HISTORY_DAYS,
} from "./judge-points.ts";

/**
 * Points in a thousand that are called anomalous though nothing happened: fewer than one where the noise is
 * normal, up to three where one point in twenty is off three times as far. Measured on constructed series, which a
 * test repeats.
 */
export const EXPECTED_FALSE_PER_THOUSAND = 3;

/** A span of time in which spend was not what is usual then. */
export type Anomaly = Readonly<{
  startMs: number;
  endMs: number;
  direction: Direction;
  /** Spent in the span, exactly. */
  cost: Picodollars;
  /** What would have been usual: an estimate. */
  expected: Picodollars;
  /** How severe it is: `cost − expected`, negative when too little was spent. */
  excess: Picodollars;
  /** The most that a point was off, in robust deviations. */
  deviations: number;
}>;

export type FoundAnomalies =
  | Readonly<{
      kind: "judged";
      /** In order of time. */
      anomalies: readonly Anomaly[];
      /** Every point that was judged, in order of time. */
      judgedPoints: readonly JudgedPoint[];
      /** Points in a thousand that may be called anomalous by chance. */
      expectedFalsePerThousand: number;
    }>
  | Readonly<{ kind: "history-too-short"; neededDays: number; knownDays: number }>;

/** Finds spans of spend that are off what is usual, by hour or day of UTC. */
export function findAnomalies(series: SpendSeries): FoundAnomalies {
  const points = judgePoints(series);
  if (points.length === 0) {
    const days = (series.points.length * grainMs(series.grain)) / grainMs("day");
    return {
      kind: "history-too-short",
      neededDays: MINIMUM_HISTORY_DAYS + 1,
      knownDays: Math.floor(days),
    };
  }
  return {
    kind: "judged",
    anomalies: spansOf(points, grainMs(series.grain)),
    judgedPoints: points,
    expectedFalsePerThousand: EXPECTED_FALSE_PER_THOUSAND,
  };
}

/** Joins anomalous points to the same side, with at most one usual point between two of them. */
function spansOf(points: readonly JudgedPoint[], step: number): readonly Anomaly[] {
  const spans: { first: number; last: number; direction: Direction }[] = [];
  for (const [index, { anomalous, startMs }] of points.entries()) {
    if (anomalous === null) continue;
    const open = spans.at(-1);
    const last = open === undefined ? undefined : points[open.last];
    if (
      open !== undefined &&
      last !== undefined &&
      open.direction === anomalous &&
      startMs - last.startMs <= 2 * step
    ) {
      open.last = index;
    } else {
      spans.push({ first: index, last: index, direction: anomalous });
    }
  }
  return spans.map(({ first, last, direction }) => {
    const within = points.slice(first, last + 1);
    const cost = sum(within.map((point) => point.cost));
    const expected = sum(within.map((point) => point.expected));
    return {
      startMs: (within[0] as JudgedPoint).startMs,
      endMs: (within.at(-1) as JudgedPoint).startMs + step,
      direction,
      cost,
      expected,
      excess: subtract(cost, expected),
      deviations: Math.max(...within.map(({ deviations }) => Math.abs(deviations))),
    };
  });
}
