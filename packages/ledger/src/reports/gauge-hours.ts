import {
  type GaugeMeasure,
  gaugeMeasures,
  HeadgateError,
  type timeRangeQuery,
} from "@headgate/contract";
import type { z } from "zod";
import type { Ask } from "./ask.ts";
import { rangeOf } from "./scope.ts";
import { integer, numberOrNull, text, textOrNull } from "./sql-values.ts";

/** What was measured of one device or endpoint in one hour. Shares are ratios from 0 to 1. */
export type GaugeHour = Readonly<{
  /** Milliseconds since the epoch of the hour's begin. */
  hourMs: number;
  resource: string;
  hardware: string | null;
  workload: string | null;
  measure: GaugeMeasure;
  measurements: number;
  mean: number;
  peak: number;
  sum: number;
  /** Of a value that is a sum over devices whose number is not known: an upper bound. */
  isUpperBound: boolean;
}>;

/** A month of a thousand devices' hours of one measure, or of a hundred devices' of six. */
const MOST_ROWS = 750_000;

/**
 * What was measured hour by hour? Hours without a measurement are not there: they are not known.
 * @throws HeadgateError `request_invalid` where there is more than can be looked at
 */
export async function gaugeHours(
  query: z.output<typeof timeRangeQuery>,
  ask: Ask,
): Promise<readonly GaugeHour[]> {
  const { fromMs, toMs } = rangeOf(query);
  const rows = await ask(
    `select epoch_ms(date_trunc('hour', measured_at)) as hour_ms, resource, measure,
      max(hardware) as hardware, max(workload) as workload, count(*) as measurement_count,
      avg(measured_value) as mean_value, max(measured_value) as peak_value, sum(measured_value) as sum_value,
      count(case when labels['devices'] = 'unknown' then 1 end) as unknown_count
    from gauges
    where measured_at >= $from and measured_at < $to
    group by date_trunc('hour', measured_at), resource, measure
    order by resource, measure, hour_ms
    limit ${MOST_ROWS + 1}`,
    { from: { type: "timestamp", ms: fromMs }, to: { type: "timestamp", ms: toMs } },
  );
  if (rows.length > MOST_ROWS) {
    throw new HeadgateError(
      "request_invalid",
      `There are more than ${MOST_ROWS} hours of measurements in this time: ask for fewer days.`,
    );
  }
  return rows.map((row) => ({
    hourMs: integer(row, "hour_ms"),
    resource: text(row, "resource"),
    hardware: textOrNull(row, "hardware"),
    workload: textOrNull(row, "workload"),
    measure: measureOf(text(row, "measure")),
    measurements: integer(row, "measurement_count"),
    mean: numberOf(numberOrNull(row, "mean_value")),
    peak: numberOf(numberOrNull(row, "peak_value")),
    sum: numberOf(numberOrNull(row, "sum_value")),
    isUpperBound: integer(row, "unknown_count") > 0,
  }));
}

const numberOf = (value: number | null): number => {
  if (value === null) throw new TypeError("a gauge without a value");
  return value;
};

const measureOf = (name: string): GaugeMeasure => {
  const measure = gaugeMeasures.find((known) => known === name);
  if (measure === undefined) throw new TypeError(`no measure is called ${name}`);
  return measure;
};
