import type {
  CloudWatchClient,
  Metric,
  MetricDataQuery,
  MetricDataResult,
} from "@aws-sdk/client-cloudwatch";
import { HeadgateError, type PullOf } from "@headgate/contract";
import type { Asking } from "./ask-provider.ts";
import { askAws, awsClientSettings } from "./aws-client.ts";
import type { Period } from "./plan-periods.ts";

/** What is asked of one service's namespaces. */
type Wanted = Readonly<{
  namespace: string;
  metrics: readonly string[];
  stat: "Sum" | "Average";
  periodSeconds: number;
  /** Only series of exactly these dimensions; of any where it is not said. */
  dimensions?: readonly string[];
}>;

/** Bedrock's sums by the hour, so that 63 days and more can be had; an instance's load by five minutes. */
const wanted: Readonly<Record<"bedrock" | "sagemaker", readonly Wanted[]>> = {
  bedrock: [
    {
      namespace: "AWS/Bedrock",
      metrics: [
        "Invocations",
        "InputTokenCount",
        "OutputTokenCount",
        "CacheReadInputTokens",
        "CacheReadInputTokenCount",
        "CacheWriteInputTokens",
        "CacheWriteInputTokenCount",
        "OutputImageCount",
      ],
      stat: "Sum",
      periodSeconds: 3_600,
      dimensions: ["ModelId"],
    },
  ],
  sagemaker: [
    ...["Endpoints", "InferenceComponents", "TrainingJobs", "ProcessingJobs", "TransformJobs"].map(
      (machines): Wanted => ({
        namespace: `/aws/sagemaker/${machines}`,
        metrics: [
          "GPUUtilization",
          "GPUUtilizationNormalized",
          "CPUUtilization",
          "CPUUtilizationNormalized",
        ],
        stat: "Average",
        periodSeconds: 300,
      }),
    ),
    { namespace: "AWS/SageMaker", metrics: ["Invocations"], stat: "Sum", periodSeconds: 300 },
  ],
};

/** As many as one request of GetMetricData takes. */
const QUERIES_A_REQUEST = 500;
/** More series than that cost more than they tell; it is said, not cut. */
const MOST_SERIES = 5_000;
const MOST_PAGES = 2_000;

/**
 * Answers of GetMetricData with their questions beside, which alone say what each series is
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html): for every series that
 * ListMetrics names.
 */
export async function* cloudwatchPages(
  config: PullOf<"aws-cloudwatch">,
  service: "bedrock" | "sagemaker",
  period: Period,
  asking: Asking,
): AsyncIterable<Uint8Array> {
  const { CloudWatchClient, GetMetricDataCommand } = await import("@aws-sdk/client-cloudwatch");
  const client = new CloudWatchClient(awsClientSettings(config, asking));
  try {
    const queries = await queriesOf(config, service, { client, asking });
    for (let at = 0; at < queries.length; at += QUERIES_A_REQUEST) {
      const asked = queries.slice(at, at + QUERIES_A_REQUEST);
      let token: string | undefined;
      for (let page = 0; ; page += 1) {
        if (page >= MOST_PAGES) throw unusable(`It has more than ${MOST_PAGES} pages.`);
        const command = new GetMetricDataCommand({
          MetricDataQueries: asked,
          StartTime: new Date(period.fromMs),
          EndTime: new Date(period.toMs),
          ScanBy: "TimestampAscending",
          ...(token !== undefined && { NextToken: token }),
        });
        const answer = await askAws(() => client.send(command), asking);
        const results = answer.MetricDataResults;
        if (results === undefined) throw unusable("It has no MetricDataResults.");
        refuseFailed(results);
        yield pageOf(config, asked, results);
        token = answer.NextToken;
        if (token === undefined || token === "") break;
      }
    }
  } finally {
    client.destroy();
  }
}

/** The region and account are not in AWS's own words for a query: they stand where its console's export has them. */
function pageOf(
  { region, account_id }: PullOf<"aws-cloudwatch">,
  asked: readonly MetricDataQuery[],
  results: readonly MetricDataResult[],
): Uint8Array {
  const place = { Region: region, ...(account_id !== undefined && { AccountId: account_id }) };
  const queries = asked.map(({ Id, MetricStat }) => ({
    Id,
    MetricStat: { ...MetricStat, ...place },
  }));
  return Buffer.from(JSON.stringify({ MetricDataQueries: queries, MetricDataResults: results }));
}

function refuseFailed(results: readonly MetricDataResult[]): void {
  const failed = results.find(
    ({ StatusCode: status }) => status === "InternalError" || status === "Forbidden",
  );
  if (failed === undefined) return;
  throw new HeadgateError(
    failed.StatusCode === "Forbidden" ? "pull_refused" : "pull_unreachable",
    `CloudWatch gave no values of ${failed.Label ?? failed.Id ?? "a series"}: ${failed.StatusCode}.`,
  );
}

async function queriesOf(
  { region }: PullOf<"aws-cloudwatch">,
  service: "bedrock" | "sagemaker",
  { client, asking }: { client: CloudWatchClient; asking: Asking },
): Promise<readonly MetricDataQuery[]> {
  const queries: MetricDataQuery[] = [];
  for (const { namespace, metrics, stat, periodSeconds, dimensions } of wanted[service]) {
    for await (const metric of metricsIn(namespace, client, asking)) {
      if (!metrics.includes(metric.MetricName ?? "")) continue;
      const names = (metric.Dimensions ?? []).map(({ Name }) => Name);
      if (dimensions !== undefined && !isSame(names, dimensions)) continue;
      if (queries.length >= MOST_SERIES) {
        throw unusable(`${region} has more than ${MOST_SERIES} series of ${service}.`);
      }
      queries.push({
        Id: `m${queries.length}`,
        MetricStat: { Metric: metric, Period: periodSeconds, Stat: stat },
      });
    }
  }
  return queries;
}

const isSame = (names: readonly (string | undefined)[], wantedNames: readonly string[]): boolean =>
  names.length === wantedNames.length && wantedNames.every((name) => names.includes(name));

async function* metricsIn(
  namespace: string,
  client: CloudWatchClient,
  asking: Asking,
): AsyncIterable<Metric> {
  const { ListMetricsCommand } = await import("@aws-sdk/client-cloudwatch");
  let token: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const command = new ListMetricsCommand({
      Namespace: namespace,
      ...(token !== undefined && { NextToken: token }),
    });
    const answer = await askAws(() => client.send(command), asking);
    if (answer.Metrics === undefined) throw unusable("It has no Metrics.");
    yield* answer.Metrics;
    token = answer.NextToken;
    if (token === undefined || token === "") return;
  }
  throw unusable(`It has more than ${MOST_PAGES} pages.`);
}

const unusable = (why: string): HeadgateError => new HeadgateError("pull_answer_unusable", why);
