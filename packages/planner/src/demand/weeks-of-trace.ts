import { robustLine } from "../statistics/robust.ts";
import type { DemandTrace } from "./demand-trace.ts";

const WEEK_MS = 7 * 86_400_000;
const DAY_MS = 86_400_000;
/** A quarter of a year: what is older is another season, and another product. */
const MOST_WEEKS = 13;
/** Weeks that a trend needs. */
const LEAST_WEEKS_OF_TREND = 4;

/** A whole week of a trace: its steps, and how many times as high today's demand is by the trend of the weeks. */
export type TraceWeek = Readonly<{ from: number; to: number; toToday: number }>;

/** The last whole weeks of a trace, oldest first; none where it is shorter than one. */
export function weeksOf({
  stepMs,
  onDemandMicrodollars,
  calls,
}: DemandTrace): readonly TraceWeek[] {
  const steps = WEEK_MS / stepMs;
  const count = Math.min(MOST_WEEKS, Math.floor(calls.length / steps));
  const first = calls.length - count * steps;
  const spans = Array.from({ length: count }, (_, week) => ({
    from: first + week * steps,
    to: first + (week + 1) * steps,
  }));
  const sums = spans.map(({ from, to }) => sumOf(onDemandMicrodollars, from, to));
  const slope =
    count < LEAST_WEEKS_OF_TREND || sums.some((sum) => sum <= 0)
      ? 0
      : robustLine(sums.map((sum, at) => ({ at, value: Math.log(sum) }))).slope;
  return spans.map((span, week) => ({ ...span, toToday: Math.exp(slope * (count - 1 - week)) }));
}

/** On-demand microdollars of whole days up to the trace's end, oldest first. */
export function daysOf({ stepMs, onDemandMicrodollars }: DemandTrace): readonly number[] {
  const steps = DAY_MS / stepMs;
  const count = Math.floor(onDemandMicrodollars.length / steps);
  const first = onDemandMicrodollars.length - count * steps;
  return Array.from({ length: count }, (_, day) =>
    sumOf(onDemandMicrodollars, first + day * steps, first + (day + 1) * steps),
  );
}

function sumOf(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let place = from; place < to; place += 1) sum += values[place] as number;
  return sum;
}
