import type { UsageComponent } from "@headgate/contract";
import { totalIdOf } from "../admin-api/total-id.ts";
import { detectNamespace } from "../cloudwatch/detect-namespace.ts";
import { type MetricPoint, readMetricPoints } from "../cloudwatch/read-series.ts";
import { skipAt } from "../read/read-skip.ts";
import { inBatches } from "../row/found-batches.ts";
import type { Found, ReadContext, Source, SourceFile } from "../source.ts";

/**
 * CloudWatch's metrics of Amazon Bedrock
 * (https://docs.aws.amazon.com/bedrock/latest/userguide/monitoring.html): sums by model, account and region, for
 * AWS keeps no caller in them. Of two series over the same calls, those by a model and those over all, the ones by
 * a model count.
 */
export const cloudwatchBedrock: Source = {
  name: "cloudwatch_bedrock",
  title: "CloudWatch's metrics of Amazon Bedrock",
  detect: (sample) => detectNamespace(sample, (namespace) => namespace === "AWS/Bedrock"),
  read: (file, context) => inBatches(read(file, context)),
};

const components: Readonly<Record<string, UsageComponent | "requests">> = {
  InputTokenCount: "input",
  OutputTokenCount: "output",
  CacheReadInputTokens: "cache_read",
  CacheReadInputTokenCount: "cache_read",
  CacheWriteInputTokens: "cache_write",
  CacheWriteInputTokenCount: "cache_write",
  OutputImageCount: "images",
  Invocations: "requests",
};

/** Two spellings of one metric, which are one sum, by the name in AWS's table of metrics. */
const sameMetric: Readonly<Record<string, string>> = {
  CacheReadInputTokenCount: "CacheReadInputTokens",
  CacheWriteInputTokenCount: "CacheWriteInputTokens",
};

async function* read(file: SourceFile, context: ReadContext): AsyncIterable<readonly Found[]> {
  for await (const pieces of readMetricPoints(file, context)) {
    yield pieces.map((piece) => (piece.kind === "point" ? totalOf(piece) : piece));
  }
}

function totalOf(point: MetricPoint): Found {
  const { metric, statistic, dimensions, place, atMs, periodMs, value } = point;
  const component = Object.hasOwn(components, metric) ? components[metric] : undefined;
  if (component === undefined || statistic !== "Sum") {
    return skipAt("not_a_call", place, `${metric} ${statistic} is no sum of usage.`);
  }
  const model = dimensions.ModelId;
  if (model === undefined) return skipAt("rollup", place, "A sum over all models.");
  // An image's size divides the same calls once more.
  if (Object.keys(dimensions).some((name) => name !== "ModelId")) {
    return skipAt("rollup", place, "A part of the model's own sum.");
  }
  if (!Number.isSafeInteger(value) || value < 0) {
    return skipAt("usage_unreadable", place, `${metric} is no count.`);
  }
  if (periodMs === undefined) return skipAt("time_unreadable", place, "Period");
  const stretch = { startMs: atMs, endMs: atMs + periodMs };
  const { account, region } = point;
  const name = sameMetric[metric] ?? metric;
  return {
    kind: "usage_total",
    total: {
      total_id: totalIdOf("cloudwatch_bedrock", stretch, [name, model, account, region]),
      source: "cloudwatch_bedrock",
      start_ms: stretch.startMs,
      end_ms: stretch.endMs,
      provider: "bedrock",
      model,
      ...(account !== undefined && { account }),
      ...(region !== undefined && { region }),
      ...(component === "requests"
        ? { requests: value, usage: {} }
        : { usage: { [component]: value } }),
    },
  };
}
