import { join } from "node:path";
import type { TokenBucket } from "@headgate/contract";
import type { CallWatcher } from "../calls/call-watcher.ts";
import { type CallUsage, countOf, type PricedCall } from "../company-call.ts";
import { LineFile } from "../line-file.ts";
import { HOUR_MS, type MetricSeries, metricPage } from "./metric-page.ts";

/** What CloudWatch counted of a model on a day, calls that no log has among them. */
export type MetricSum = Readonly<{
  day: string;
  model: string;
  requests: number;
  usage: CallUsage;
}>;

const metrics: Readonly<Partial<Record<TokenBucket, string>>> = {
  input: "InputTokenCount",
  output: "OutputTokenCount",
  cache_read: "CacheReadInputTokens",
  cache_write_5m: "CacheWriteInputTokens",
};

/** What one call adds to a metric, of its model or of all. */
type Counted = Readonly<{ metric: string; atMs: number; value: number; model?: string }>;

/**
 * CloudWatch's metrics of Bedrock, a page a day: sums by the hour and model, and the input of all models together once
 * more. They count what was answered, whether logs were kept or not; what was refused they count apart, and batches in
 * another namespace.
 */
export function bedrockMetrics(
  folder: string,
): CallWatcher & Readonly<{ sums: () => readonly MetricSum[] }> {
  const file = new LineFile(join(folder, "cloudwatch-bedrock", "metrics.jsonl"));
  const sums = new Map<string, MetricSum>();
  let day = "";
  let series = new Map<string, MetricSeries & { values: Map<number, number> }>();
  const write = async (): Promise<void> => {
    if (series.size > 0) await file.line(metricPage([...series.values()]));
    series = new Map();
  };
  const count = ({ metric, atMs, value, model }: Counted): void => {
    const key = `${model ?? ""} ${metric}`;
    const dimensions = model === undefined ? {} : { ModelId: model };
    const known = series.get(key) ?? {
      namespace: "AWS/Bedrock",
      metric,
      stat: "Sum" as const,
      dimensions,
      values: new Map<number, number>(),
    };
    series.set(key, known);
    add(known.values, Math.floor(atMs / HOUR_MS) * HOUR_MS, value);
  };
  return {
    sums: () => [...sums.values()],
    async see(call) {
      const { atMs, failed, route, usage } = call;
      if (route.provider !== "bedrock" || route.tier === "batch" || failed) return;
      if (call.day !== day) await write();
      day = call.day;
      const model = route.sentModel;
      count({ metric: "Invocations", atMs, value: 1, model });
      for (const bucket of Object.keys(usage) as TokenBucket[]) {
        const metric = metrics[bucket];
        if (metric === undefined) throw new RangeError(`CloudWatch has no metric of ${bucket}`);
        count({ metric, atMs, value: countOf(usage, bucket), model });
      }
      count({ metric: "InputTokenCount", atMs, value: countOf(usage, "input") });
      sums.set(`${day} ${route.model}`, withCall(sums.get(`${day} ${route.model}`), call));
    },
    async close() {
      await write();
      await file.close();
    },
  };
}

function add(values: Map<number, number>, atMs: number, value: number): void {
  const before = values.get(atMs);
  values.set(atMs, before === undefined ? value : before + value);
}

function withCall(sum: MetricSum | undefined, { day, route, usage }: PricedCall): MetricSum {
  if (sum === undefined) return { day, model: route.model, requests: 1, usage };
  const buckets = new Set([...Object.keys(sum.usage), ...Object.keys(usage)] as TokenBucket[]);
  return {
    ...sum,
    requests: sum.requests + 1,
    usage: Object.fromEntries(
      [...buckets].map((bucket) => [bucket, countOf(sum.usage, bucket) + countOf(usage, bucket)]),
    ),
  };
}
