import type { timeRangeQuery } from "@headgate/contract";
import type { z } from "zod";
import type { Ask } from "./ask.ts";
import { rangeOf } from "./scope.ts";
import { integer, numberOrNull } from "./sql-values.ts";

/**
 * How busy GPUs were: a ratio from 0 to 1, over so many measurements; null where there is none. `bounds` are measurements
 * that tell at most how busy they were, and are not in the mean.
 */
export type GpuUtilisation = Readonly<{
  measurements: number;
  mean: number | null;
  bounds: number;
}>;

/**
 * How busy were the GPUs that were there? Measurements are weighted by the time that they stand for; where one
 * of them does not tell its time, each counts alike. An endpoint whose GPUs are measured one by one is not counted once
 * more by what is measured of all of them in the same hour.
 */
export async function gpuUtilisation(
  query: z.output<typeof timeRangeQuery>,
  ask: Ask,
): Promise<GpuUtilisation> {
  const { fromMs, toMs } = rangeOf(query);
  const [row] = await ask(
    `with measured as (
      select measured_value, period_ms, date_trunc('hour', measured_at) as hour, coalesce(workload, resource) as served,
        coalesce(labels['AcceleratorId'], '') <> '' as is_of_one, coalesce(labels['devices'], '') = 'unknown' as is_bound
      from gauges
      where measured_at >= $from and measured_at < $to and measure = 'accelerator_utilisation'
    ),
    counted as (
      select * from measured
      where is_of_one
        or (hour, served) not in (select hour, served from measured where is_of_one)
    )
    select count(case when not is_bound then 1 end) as measurement_count,
      count(case when is_bound then 1 end) as bound_count,
      case when count(case when not is_bound then 1 end) = count(case when not is_bound then period_ms end)
        then sum(case when not is_bound then measured_value * period_ms end) / sum(case when not is_bound then period_ms end)
        else avg(case when not is_bound then measured_value end) end as weighted_mean
    from counted`,
    { from: { type: "timestamp", ms: fromMs }, to: { type: "timestamp", ms: toMs } },
  );
  if (row === undefined) throw new TypeError("an aggregate without groups answered no row");
  return {
    measurements: integer(row, "measurement_count"),
    mean: numberOrNull(row, "weighted_mean"),
    bounds: integer(row, "bound_count"),
  };
}
