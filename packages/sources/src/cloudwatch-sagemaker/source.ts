import { hash } from "node:crypto";
import type { GaugeMeasure } from "@headgate/contract";
import { detectNamespace } from "../cloudwatch/detect-namespace.ts";
import { type MetricPoint, readMetricPoints } from "../cloudwatch/read-series.ts";
import { skipAt } from "../read/read-skip.ts";
import { inBatches } from "../row/found-batches.ts";
import type { Found, ReadContext, Source, SourceFile } from "../source.ts";
import { acceleratorsOf } from "./accelerators.ts";

/** Where machines' load is told, by what they do. */
const machines: ReadonlySet<string> = new Set([
  "/aws/sagemaker/Endpoints",
  "/aws/sagemaker/InferenceComponents",
  "/aws/sagemaker/TrainingJobs",
  "/aws/sagemaker/ProcessingJobs",
  "/aws/sagemaker/TransformJobs",
]);

/**
 * CloudWatch's metrics of SageMaker's endpoints and jobs
 * (https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html, read 2026-11-30). Utilisation is summed over an
 * instance's devices there, 0 to 400 % for four: it is divided by their number where that is known. Otherwise
 * it is an upper bound (label `devices`: `unknown`), and no share at all above 100 %. Series of a single device (`AcceleratorId`,
 * https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch-enhanced-metrics.md, read 2026-11-28) are
 * what they are.
 */
export const cloudwatchSagemaker: Source = {
  name: "cloudwatch_sagemaker",
  title: "CloudWatch's metrics of SageMaker",
  detect: (sample) =>
    detectNamespace(
      sample,
      (namespace) => namespace === "AWS/SageMaker" || namespace.startsWith("/aws/sagemaker/"),
    ),
  read: (file, context) => inBatches(read(file, context)),
};

async function* read(file: SourceFile, context: ReadContext): AsyncIterable<readonly Found[]> {
  for await (const pieces of readMetricPoints(file, context)) {
    yield pieces.flatMap((piece) => (piece.kind === "point" ? gaugeOf(piece) : piece));
  }
}

const utilisations: Readonly<Record<string, GaugeMeasure>> = {
  GPUUtilization: "accelerator_utilisation",
  GPUUtilizationNormalized: "accelerator_utilisation",
  CPUUtilization: "cpu_utilisation",
  CPUUtilizationNormalized: "cpu_utilisation",
};

function gaugeOf(point: MetricPoint): readonly Found[] {
  const { metric, statistic, namespace, value, place } = point;
  if (metric === "Invocations" && namespace === "AWS/SageMaker" && statistic === "Sum") {
    return [gauge(point, "invocations", value)];
  }
  const measure = utilisations[metric];
  if (measure === undefined || !machines.has(namespace ?? "") || statistic !== "Average") {
    return [skipAt("not_a_call", place, `${metric} ${statistic} is not read.`)];
  }
  const devices = devicesOf(point, measure);
  const share = value / 100 / (devices ?? 1);
  // Of devices whose number is not known the value is an upper bound.
  const labels = { devices: devices === undefined ? "unknown" : String(devices) };
  if (share >= 0 && share <= 1) return [gauge(point, measure, share, labels)];
  return [skipAt("usage_unreadable", place, devicesUnknown(metric, value))];
}

const devicesUnknown = (metric: string, value: number): string =>
  `${metric} is ${value} %: a sum over devices whose number is not known.`;

/** How many devices a value is summed over. */
function devicesOf({ metric, dimensions }: MetricPoint, measure: GaugeMeasure): number | undefined {
  if (metric.endsWith("Normalized") || dimensions.AcceleratorId !== undefined) return 1;
  const type = dimensions.InstanceType;
  if (type === undefined) return undefined;
  return measure === "accelerator_utilisation" ? acceleratorsOf(type) : undefined;
}

function gauge(
  point: MetricPoint,
  measure: GaugeMeasure,
  value: number,
  more: Readonly<Record<string, string>> = {},
): Found {
  const { dimensions, account, region, atMs, periodMs } = point;
  const workload =
    dimensions.EndpointName ?? dimensions.InferenceComponentName ?? jobOf(dimensions.Host);
  const parts = [
    dimensions.Host ?? workload,
    dimensions.VariantName,
    dimensions.InstanceId,
    dimensions.AcceleratorId,
  ].filter((part) => part !== undefined);
  const resource = parts.length === 0 ? "all endpoints" : parts.join("/");
  const identity = JSON.stringify([measure, point.metric, dimensions, account, region, atMs]);
  return {
    kind: "gauge",
    gauge: {
      gauge_id: `cloudwatch_sagemaker:${hash("sha256", identity, "hex").slice(0, 32)}`,
      source: "cloudwatch_sagemaker",
      at_ms: atMs,
      ...(periodMs !== undefined && { period_ms: periodMs }),
      measure,
      value,
      resource,
      ...(dimensions.InstanceType !== undefined && { hardware: dimensions.InstanceType }),
      ...(workload !== undefined && { workload }),
      labels: {
        ...dimensions,
        ...more,
        ...(account !== undefined && { account }),
        ...(region !== undefined && { region }),
      },
    },
  };
}

/** Jobs name each of their machines `JOB/algo-1`. */
const jobOf = (host: string | undefined): string | undefined => host?.replace(/\/[^/]*$/, "");
