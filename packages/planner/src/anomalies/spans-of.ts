import { type Picodollars, subtract, sum } from "@headgate/money";
import type { Direction, JudgedPoint } from "./judge-points.ts";

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

/** Points between two anomalous ones that are off by this many deviations to the same side are of the same event. */
const STILL_OFF = 1;

const isOff = ({ deviations }: JudgedPoint, side: Direction): boolean =>
  side === "above" ? deviations > STILL_OFF : deviations < -STILL_OFF;

/**
 * Joins anomalous points to the same side, with at most one usual point between two of them, or with such alone as
 * are off to that side as well.
 */
export function spansOf(points: readonly JudgedPoint[], step: number): readonly Anomaly[] {
  const spans: { first: number; last: number; direction: Direction }[] = [];
  for (const [index, { anomalous, startMs }] of points.entries()) {
    if (anomalous === null) continue;
    const open = spans.at(-1);
    const last = open === undefined ? undefined : points[open.last];
    if (
      open !== undefined &&
      last !== undefined &&
      open.direction === anomalous &&
      (startMs - last.startMs <= 2 * step ||
        points.slice(open.last + 1, index).every((point) => isOff(point, anomalous)))
    ) {
      open.last = index;
    } else {
      spans.push({ first: index, last: index, direction: anomalous });
    }
  }
  return spans.map(({ first, last, direction }) =>
    anomalyOver(points.slice(first, last + 1), direction, step),
  );
}

/** The same anomaly over other points of its series. */
export const reachingOver = (
  anomaly: Anomaly,
  { startMs, endMs }: Readonly<{ startMs: number; endMs: number }>,
  points: readonly JudgedPoint[],
  step: number,
): Anomaly =>
  anomalyOver(
    points.filter((point) => point.startMs >= startMs && point.startMs < endMs),
    anomaly.direction,
    step,
  );

function anomalyOver(within: readonly JudgedPoint[], direction: Direction, step: number): Anomaly {
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
}
