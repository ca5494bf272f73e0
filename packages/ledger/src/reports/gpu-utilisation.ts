import type { timeRangeQuery } from "@headgate/contract";
import type { z } from "zod";
import type { Ask } from "./ask.ts";
import { rangeOf } from "./scope.ts";
import { integer, numberOrNull } from "./sql-values.ts";

/** How busy GPUs were: a ratio from 0 to 1, over so many measurements; null where there is none. */
export type GpuUtilisation = Readonly<{ measurements: number; mean: number | null }>;

/**
 * How busy were the GPUs that were there? Measurements are weighted by the time that they stand for; where one
 * of them does not tell its time, each counts alike.
 */
export async function gpuUtilisation(
  query: z.output<typeof timeRangeQuery>,
  ask: Ask,
): Promise<GpuUtilisation> {
  const { fromMs, toMs } = rangeOf(query);
  const [row] = await ask(
    `select count(*) as measurement_count,
      case when count(*) = count(period_ms) then sum(measured_value * period_ms) / sum(period_ms)
        else avg(measured_value) end as weighted_mean
    from gauges
    where measured_at >= $from and measured_at < $to and measure = 'accelerator_utilisation'`,
    { from: { type: "timestamp", ms: fromMs }, to: { type: "timestamp", ms: toMs } },
  );
  if (row === undefined) throw new TypeError("an aggregate without groups answered no row");
  return {
    measurements: integer(row, "measurement_count"),
    mean: numberOrNull(row, "weighted_mean"),
  };
}
