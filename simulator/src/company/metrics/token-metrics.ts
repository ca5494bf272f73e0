import { join } from "node:path";
import type { TokenBucket } from "@headgate/contract";
import { DAY_MS, dayOf } from "../calendar.ts";
import type { CallWatcher } from "../calls/call-watcher.ts";
import { CONSTRUCTED } from "../calls/call-writer.ts";
import { BesideCount, type LinesBeside } from "../calls/lines-beside.ts";
import { type Attribute, nanoseconds, providerNames, text } from "../calls/otlp-attributes.ts";
import {
  answerTokens,
  type CallUsage,
  countOf,
  type PricedCall,
  promptTokens,
} from "../company-call.ts";
import { LineFile } from "../line-file.ts";

const HOUR_MS = 3_600_000;
/** A deployment, every third day. */
const RESTART_HOUR = 14;

/** What a program's metric counted in all, by the buckets of whoever reads it. */
export type TokenMetricSum = Readonly<{
  service: string;
  provider: string;
  model: string;
  /** How many increases of series there are to read. */
  points: number;
  requests: number;
  usage: CallUsage;
}>;

/** What a call adds to a series, of which each has a bucket. */
type Measured = Readonly<{ bucket: TokenBucket; attributes: readonly Attribute[]; tokens: number }>;

type Series = { readonly attributes: readonly Attribute[]; count: number; sum: number };

/** One of the processes of a program, which count by themselves. */
type Process = {
  readonly service: string;
  readonly instance: string;
  readonly series: Map<TokenBucket, Series>;
  readonly durations: Series;
};

/**
 * The metric `gen_ai.client.token.usage` in OTLP's JSON, by the hour, a file a day: running totals of two processes a
 * program, which begin anew when it is deployed, and go on from one file in the next. Some exports stand there twice. One
 * program splits its counts as newer conventions do. All of it is of calls that spans, events or a proxy tell as well.
 */
export function tokenMetrics(
  folder: string,
  { fromMs }: Readonly<{ fromMs: number }>,
): CallWatcher & Readonly<{ beside: () => LinesBeside; sums: () => readonly TokenMetricSum[] }> {
  const beside = new BesideCount();
  const processes = new Map<string, Process>();
  const sums = new Map<string, TokenMetricSum>();
  let startMs = fromMs;
  let nextMs = fromMs + HOUR_MS;
  let day = "";
  let file: LineFile | undefined;

  const exportAt = async (atMs: number): Promise<void> => {
    const counting = [...processes.values()];
    if (counting.length === 0) return;
    // What an hour at midnight ends with is of the day before.
    const ofDay = dayOf(atMs - 1);
    if (ofDay !== day || file === undefined) {
      await file?.close();
      day = ofDay;
      file = new LineFile(join(folder, "otlp-metrics", `metrics-${day}.jsonl`));
    }
    const line = JSON.stringify({
      resourceMetrics: counting.map((one) => resourceMetricsOf(one, { startMs, atMs })),
    });
    await file.line(line);
    let points = 0;
    for (const { service, series } of counting) {
      points += series.size;
      const sum = sums.get(service);
      if (sum !== undefined) sums.set(service, { ...sum, points: sum.points + series.size });
    }
    // How long calls took, a point a process.
    beside.other(counting.length);
    if (Math.floor(atMs / HOUR_MS) % 7 !== 0) return;
    await file.line(line);
    beside.repeat(points);
    beside.other(counting.length);
  };
  const passHours = async (untilMs: number): Promise<void> => {
    for (; nextMs <= untilMs; nextMs += HOUR_MS) {
      await exportAt(nextMs);
      if (!isRestart(nextMs - fromMs)) continue;
      startMs = nextMs;
      processes.clear();
    }
  };

  return {
    beside: () => beside.counted(),
    sums: () => [...sums.values()],
    async see(call) {
      if (call.feature.isMetered !== true || call.failed) return;
      await passHours(call.atMs);
      const service = call.feature.name;
      const instance = `${service}-${Number.parseInt(call.id.charAt(24), 16) % 2}`;
      const known = processes.get(instance) ?? {
        service,
        instance,
        series: new Map<TokenBucket, Series>(),
        durations: { attributes: [], count: 0, sum: 0 },
      };
      processes.set(instance, known);
      known.durations.count += 1;
      known.durations.sum += call.durationMs / 1_000;
      for (const one of measuredOf(call)) {
        const series = known.series.get(one.bucket) ?? {
          attributes: one.attributes,
          count: 0,
          sum: 0,
        };
        known.series.set(one.bucket, series);
        series.count += 1;
        series.sum += one.tokens;
      }
      sums.set(service, withCall(sums.get(service), call));
    },
    async close() {
      await passHours(nextMs);
      await file?.close();
    },
  };
}

const isRestart = (sinceMs: number): boolean =>
  Math.floor(sinceMs / DAY_MS) % 3 === 1 && sinceMs % DAY_MS === RESTART_HOUR * HOUR_MS;

function resourceMetricsOf(
  { service, instance, series, durations }: Process,
  { startMs, atMs }: Readonly<{ startMs: number; atMs: number }>,
): unknown {
  const point = ({ attributes, count, sum }: Series) => ({
    startTimeUnixNano: nanoseconds(startMs),
    timeUnixNano: nanoseconds(atMs),
    count: String(count),
    sum,
    bucketCounts: [String(count)],
    explicitBounds: [],
    attributes,
  });
  const histogram = (dataPoints: readonly unknown[]) => ({
    aggregationTemporality: 2,
    dataPoints,
  });
  return {
    resource: {
      attributes: [
        text("service.name", service),
        text("service.instance.id", instance),
        text("origin", CONSTRUCTED),
      ],
    },
    scopeMetrics: [
      {
        scope: { name: "headgate.constructed" },
        metrics: [
          {
            name: "gen_ai.client.token.usage",
            unit: "{token}",
            histogram: histogram([...series.values()].map(point)),
          },
          {
            name: "gen_ai.client.operation.duration",
            unit: "s",
            histogram: histogram([point(durations)]),
          },
        ],
      },
    ],
  };
}

/** Programs at OpenAI count by the first conventions: an input with what was cached, an output with what was thought. */
function measuredOf(call: PricedCall): readonly Measured[] {
  const { route, usage } = call;
  const measured = (
    bucket: TokenBucket,
    tokens: number,
    type: "input" | "output",
    more: readonly Attribute[] = [],
  ): Measured => ({
    bucket,
    tokens,
    attributes: [
      text("gen_ai.operation.name", "chat"),
      text("gen_ai.provider.name", providerNames[route.provider]),
      text("gen_ai.request.model", route.sentModel),
      text("gen_ai.response.model", route.responseModel),
      text("gen_ai.token.type", type),
      ...more,
    ],
  });
  if (route.provider === "openai") {
    return [
      measured("input", promptTokens(call), "input"),
      measured("output", answerTokens(call), "output"),
    ];
  }
  const cache = (word: string) => [text("gen_ai.token.cache", word)];
  const phase = (word: string) => [text("gen_ai.token.phase", word)];
  return [
    measured("input", countOf(usage, "input"), "input", cache("none")),
    measured("cache_read", countOf(usage, "cache_read"), "input", cache("read")),
    measured("output", countOf(usage, "output"), "output", phase("response")),
    measured("reasoning", countOf(usage, "reasoning"), "output", phase("reasoning")),
  ];
}

function withCall(sum: TokenMetricSum | undefined, call: PricedCall): TokenMetricSum {
  const { feature, route } = call;
  const before = sum ?? {
    service: feature.name,
    provider: route.provider,
    model: route.model,
    points: 0,
    requests: 0,
    usage: {},
  };
  const usage: Partial<Record<TokenBucket, number>> = { ...before.usage };
  for (const { bucket, tokens } of measuredOf(call))
    usage[bucket] = countOf(usage, bucket) + tokens;
  return { ...before, requests: before.requests + 1, usage };
}
