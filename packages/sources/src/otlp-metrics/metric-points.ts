import { isJsonObject, type JsonObject, listOrEmpty, objectOrAbsent } from "@headgate/providers";
import { attributesOf } from "../otlp/attributes.ts";
import { nanosToMs } from "../otlp/ids.ts";

/** One point of a metric, of both encodings. */
export type MetricPoint = Readonly<{
  metric: string;
  attributes: JsonObject;
  resource: JsonObject;
  scope: string;
  temporality: "delta" | "cumulative" | "unspecified";
  startMs: number | undefined;
  atMs: number | undefined;
  /** A histogram's or a counter's sum; buckets are never asked. */
  sum: number | undefined;
  /** How often was measured; absent of a counter. */
  count: number | undefined;
  isHistogram: boolean;
}>;

/** The points of one `ExportMetricsServiceRequest`, in its order. */
export function* metricPointsOf(payload: JsonObject): Generator<MetricPoint> {
  for (const resourceMetrics of objects(payload.resourceMetrics)) {
    const resource = attributesOf(objectOrAbsent(resourceMetrics.resource)?.attributes);
    for (const scopeMetrics of objects(resourceMetrics.scopeMetrics)) {
      const scope = objectOrAbsent(scopeMetrics.scope)?.name;
      for (const metric of objects(scopeMetrics.metrics)) {
        yield* pointsOf(metric, { resource, scope: typeof scope === "string" ? scope : "" });
      }
    }
  }
}

function* pointsOf(
  metric: JsonObject,
  about: Pick<MetricPoint, "resource" | "scope">,
): Generator<MetricPoint> {
  const histogram = objectOrAbsent(metric.histogram) ?? objectOrAbsent(metric.exponentialHistogram);
  const data = histogram ?? objectOrAbsent(metric.sum) ?? objectOrAbsent(metric.gauge);
  for (const point of objects(data?.dataPoints)) {
    yield {
      ...about,
      metric: typeof metric.name === "string" ? metric.name : "",
      attributes: attributesOf(point.attributes),
      temporality: temporalityOf(data?.aggregationTemporality),
      startMs: nanosToMs(point.startTimeUnixNano),
      atMs: nanosToMs(point.timeUnixNano),
      sum: numberOf(point.sum ?? point.asInt ?? point.asDouble),
      count: numberOf(point.count),
      isHistogram: histogram !== undefined,
    };
  }
}

const objects = (value: unknown): readonly JsonObject[] => listOrEmpty(value).filter(isJsonObject);

function temporalityOf(value: unknown): MetricPoint["temporality"] {
  if (value === 1 || value === "AGGREGATION_TEMPORALITY_DELTA") return "delta";
  return value === 2 || value === "AGGREGATION_TEMPORALITY_CUMULATIVE"
    ? "cumulative"
    : "unspecified";
}

/** Tokens are whole numbers, whatever the type they are written in. */
function numberOf(value: unknown): number | undefined {
  const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number >= 0
    ? number
    : undefined;
}
