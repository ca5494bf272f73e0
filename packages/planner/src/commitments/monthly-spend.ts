import type { DemandTrace } from "../demand/demand-trace.ts";
import type { DemandPath } from "../demand/sample-paths.ts";
import type { TraceWeek } from "../demand/weeks-of-trace.ts";
import { DAYS_PER_MONTH } from "../statistics/month.ts";

const WEEKS_PER_MONTH = DAYS_PER_MONTH / 7;

/** Microdollars that a path spends on demand in a mean month of each of its points. */
export function monthlySpend(
  path: DemandPath,
  weekSums: readonly number[],
): readonly Readonly<{ month: number; microdollars: number }>[] {
  return path.map(({ month, level, weeks }) => ({
    month,
    microdollars:
      (WEEKS_PER_MONTH * level * weeks.reduce((sum, week) => sum + (weekSums[week] as number), 0)) /
      weeks.length,
  }));
}

/** On-demand microdollars of each whole week, at today's level. */
export const weekSums = (
  { onDemandMicrodollars }: DemandTrace,
  weeks: readonly TraceWeek[],
): readonly number[] =>
  weeks.map(({ from, to, toToday }) => {
    let sum = 0;
    for (let step = from; step < to; step += 1) sum += onDemandMicrodollars[step] as number;
    return sum * toToday;
  });
