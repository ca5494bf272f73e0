import { hash } from "node:crypto";
import type { TokenBucket } from "@headgate/contract";
import { providerNamed } from "@headgate/pricing";
import { type JsonObject, textOrAbsent } from "@headgate/providers";
import { skipAt } from "../read/read-skip.ts";
import type { Found } from "../source.ts";
import { type MetricPoint, metricPointsOf } from "./metric-points.ts";
import type { Increase, RunningTotals } from "./running-totals.ts";

const TOKEN_USAGE = "gen_ai.client.token.usage";

/**
 * Sums of tokens out of one payload of metrics. A running total is made its increases, so that both temporalities
 * add up to the same; a point that says less than its bucket and time is told.
 */
export function* readMetrics(
  payload: JsonObject,
  place: string,
  totals: RunningTotals,
): Generator<Found> {
  for (const point of metricPointsOf(payload)) {
    if (point.metric !== TOKEN_USAGE) {
      yield skipAt("not_a_call", place, `The metric ${point.metric.slice(0, 100)} is not read.`);
    } else yield readPoint(point, place, totals);
  }
}

function readPoint(point: MetricPoint, place: string, totals: RunningTotals): Found {
  const { startMs, atMs, sum, count, isHistogram } = point;
  const bucket = bucketOf(point.attributes);
  if (startMs === undefined || atMs === undefined || atMs < startMs) {
    return skipAt("time_unreadable", place, "startTimeUnixNano, timeUnixNano");
  }
  if (bucket === undefined || sum === undefined) {
    return skipAt("usage_unreadable", place, "gen_ai.token.type, sum");
  }
  // A histogram measures once a call.
  const requests = isHistogram ? count : undefined;
  const series = seriesOf(point);
  const increase = ((): Increase | "repeated" | "baseline" | "unknown" => {
    switch (point.temporality) {
      case "delta":
        return { startMs, endMs: atMs, count: sum, requests };
      case "cumulative":
        return totals.next(series, { startMs, atMs, count: sum, requests });
      case "unspecified":
        return "unknown";
      default:
        return point.temporality satisfies never;
    }
  })();
  switch (increase) {
    case "repeated":
      return skipAt("rollup", place, "A running total that was read already, or later ones were.");
    case "baseline":
      return skipAt("rollup", place, "A running total from before: it is counted from here on.");
    case "unknown":
      return skipAt("usage_unreadable", place, "aggregationTemporality");
    default:
      return totalOf(point, { series, bucket, increase });
  }
}

function totalOf(
  { attributes, resource }: MetricPoint,
  { series, bucket, increase }: { series: string; bucket: TokenBucket; increase: Increase },
): Found {
  const model =
    textOrAbsent(attributes["gen_ai.response.model"]) ??
    textOrAbsent(attributes["gen_ai.request.model"]);
  const stated =
    textOrAbsent(attributes["gen_ai.provider.name"]) ?? textOrAbsent(attributes["gen_ai.system"]);
  const project = textOrAbsent(resource["service.name"]);
  return {
    kind: "usage_total",
    total: {
      total_id: `otlp_metrics:${series}:${increase.startMs}:${increase.endMs}`,
      source: "otlp_metrics",
      start_ms: increase.startMs,
      end_ms: increase.endMs,
      provider: stated === undefined ? "unknown" : providerNamed(stated.toLowerCase()),
      ...(project !== undefined && { project }),
      ...(model !== undefined && { model }),
      // Each call measures its input and its output: the calls are those of one of them.
      ...(bucket === "input" && increase.requests !== undefined && { requests: increase.requests }),
      usage: { [bucket]: increase.count },
    },
  };
}

/** Newer writers split a type further, into series that do not overlap. */
function bucketOf(attributes: JsonObject): TokenBucket | undefined {
  const modality = attributes["gen_ai.token.modality"];
  const cache = attributes["gen_ai.token.cache"];
  const isAudio = modality === "audio";
  switch (attributes["gen_ai.token.type"]) {
    case "input":
      if (cache === "read") return isAudio ? "cache_read_audio" : "cache_read";
      if (cache === "creation") return "cache_write";
      if (modality === "image" || modality === "video") return `input_${modality}`;
      return isAudio ? "input_audio" : "input";
    case "output":
    case "completion":
      if (attributes["gen_ai.token.phase"] === "reasoning") return "reasoning";
      return isAudio ? "output_audio" : "output";
    default:
      return undefined;
  }
}

/** A series is its metric, its attributes, and who wrote it; in an order that does not depend on the writer's. */
function seriesOf({ metric, attributes, resource, scope }: MetricPoint): string {
  const sorted = (object: JsonObject): unknown =>
    Object.entries(object).sort(([left], [right]) => (left < right ? -1 : 1));
  const text = JSON.stringify([metric, scope, sorted(attributes), sorted(resource)]);
  return hash("sha256", text, "hex").slice(0, 32);
}
