import { AWS_ACCOUNT, AWS_REGION } from "../calls/bedrock-invocation-log.ts";

const PERIOD_SECONDS = 3_600;
export const HOUR_MS = PERIOD_SECONDS * 1_000;

/** A series of CloudWatch by the hour. */
export type MetricSeries = Readonly<{
  namespace: string;
  metric: string;
  stat: "Average" | "Sum";
  dimensions: Readonly<Record<string, string>>;
  /** By the hour's beginning. An hour in which nothing was measured is not there. */
  values: ReadonlyMap<number, number>;
}>;

/**
 * An answer of GetMetricData, the newest value first as AWS has them unless asked, with its questions beside: without them
 * nothing says what a series is of. AWS's question has no region; it stands where CloudWatch's console has it.
 */
export const metricPage = (series: readonly MetricSeries[]): string =>
  JSON.stringify({
    MetricDataQueries: series.map(({ namespace, metric, stat, dimensions }, index) => ({
      Id: `m${index}`,
      AccountId: AWS_ACCOUNT,
      MetricStat: {
        Metric: {
          Namespace: namespace,
          MetricName: metric,
          Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        },
        Period: PERIOD_SECONDS,
        Stat: stat,
        Region: AWS_REGION,
      },
    })),
    MetricDataResults: series.map(({ metric, values }, index) => {
      const newestFirst = [...values].sort(([one], [other]) => other - one);
      return {
        Id: `m${index}`,
        Label: metric,
        Timestamps: newestFirst.map(([atMs]) => new Date(atMs).toISOString()),
        Values: newestFirst.map(([, value]) => value),
        StatusCode: "Complete",
      };
    }),
  });
