import { isJsonObject, type JsonObject, listOrEmpty } from "@headgate/providers";
import { readJson } from "../read/read-json.ts";
import { type ReadSkip, skipAt } from "../read/read-skip.ts";
import { textIn } from "../records/record-values.ts";
import { timeMsOf } from "../row/time-ms.ts";
import type { ReadContext, SourceFile } from "../source.ts";

/** One point of a metric of CloudWatch. */
export type MetricPoint = Readonly<{
  kind: "point";
  namespace: string | undefined;
  metric: string;
  statistic: string;
  dimensions: Readonly<Record<string, string>>;
  account: string | undefined;
  region: string | undefined;
  atMs: number;
  /** How long it stands for. */
  periodMs: number | undefined;
  value: number;
  unit: string | undefined;
  place: string;
}>;

/**
 * The points of CloudWatch's three ways to write a metric down: a metric stream's JSON lines (`metric_stream_name`,
 * `value {sum, count, min, max}`), the answers of `GetMetricStatistics` (`Label`, `Datapoints`; which say no
 * dimensions, so they are read where the file was given them beside) and of `GetMetricData` (`MetricDataResults`
 * with `MetricDataQueries` beside, or with a label `Namespace Metric ModelId`).
 */
export async function* readMetricPoints(
  file: SourceFile,
  context: ReadContext,
): AsyncIterable<readonly (MetricPoint | ReadSkip)[]> {
  for await (const pieces of readJson(file, context)) {
    yield pieces.flatMap((piece) =>
      piece.kind === "skip" ? piece : pointsOf(piece.value, piece.place),
    );
  }
}

export function pointsOf(value: JsonObject, place: string): readonly (MetricPoint | ReadSkip)[] {
  if (value.metric_name !== undefined) return streamed(value, place);
  if (Array.isArray(value.MetricDataResults)) return metricData(value, place);
  if (Array.isArray(value.Datapoints)) return statistics(value, place);
  return [skipAt("not_a_call", place)];
}

const statistics5 = { sum: "Sum", count: "SampleCount", min: "Minimum", max: "Maximum" } as const;
const STREAM_PERIOD_MS = 60_000;

function streamed(value: JsonObject, place: string): readonly (MetricPoint | ReadSkip)[] {
  const atMs = timeMsOf(value.timestamp);
  if (atMs === undefined) return [skipAt("time_unreadable", place, "timestamp")];
  const values = isJsonObject(value.value) ? value.value : {};
  const points = Object.entries(statistics5).flatMap(([member, statistic]) => {
    const number = values[member];
    return typeof number !== "number"
      ? []
      : [
          {
            kind: "point" as const,
            namespace: textIn(value.namespace),
            metric: String(value.metric_name),
            statistic,
            dimensions: textsOf(isJsonObject(value.dimensions) ? value.dimensions : {}),
            account: textIn(value.account_id),
            region: textIn(value.region),
            atMs,
            periodMs: STREAM_PERIOD_MS,
            value: number,
            unit: textIn(value.unit),
            place,
          },
        ];
  });
  return points.length > 0 ? points : [skipAt("usage_unreadable", place, "value")];
}

function statistics(value: JsonObject, place: string): readonly (MetricPoint | ReadSkip)[] {
  const about = queryOf(value);
  return listOrEmpty(value.Datapoints)
    .filter(isJsonObject)
    .flatMap((point, index): readonly (MetricPoint | ReadSkip)[] => {
      const at = `${place} point ${index + 1}`;
      const atMs = timeMsOf(point.Timestamp);
      if (atMs === undefined) return [skipAt("time_unreadable", at, "Timestamp")];
      const named = ["Sum", "Average", "Maximum", "Minimum", "SampleCount"].flatMap((statistic) =>
        typeof point[statistic] === "number"
          ? [{ ...about, kind: "point" as const, statistic, value: point[statistic] as number }]
          : [],
      );
      if (named.length === 0) return [skipAt("usage_unreadable", at, "No statistic.")];
      return named.map((one) => ({
        ...one,
        metric: one.metric ?? textIn(value.Label) ?? "",
        atMs,
        unit: textIn(point.Unit),
        place: at,
      }));
    });
}

function metricData(value: JsonObject, place: string): readonly (MetricPoint | ReadSkip)[] {
  const queries = new Map(
    listOrEmpty(value.MetricDataQueries)
      .filter(isJsonObject)
      .map((query) => [query.Id, query]),
  );
  return listOrEmpty(value.MetricDataResults)
    .filter(isJsonObject)
    .flatMap((result) => {
      const at = `${place} ${textIn(result.Id) ?? "?"}`;
      const query = queries.get(result.Id);
      const stat = query?.MetricStat;
      // AWS names the account beside MetricStat, what Headgate writes down names it within.
      const about = isJsonObject(stat)
        ? queryOf({ AccountId: query?.AccountId, ...stat })
        : ofLabel(textIn(result.Label));
      if (about.metric === undefined) {
        return [skipAt("identity_missing", at, "Neither a query nor a label names the metric.")];
      }
      const metric = about.metric;
      const statistic = isJsonObject(stat) ? (textIn(stat.Stat) ?? "Sum") : "Sum";
      const times = listOrEmpty(result.Timestamps);
      return listOrEmpty(result.Values).map((number, index): MetricPoint | ReadSkip => {
        const atMs = timeMsOf(times[index]);
        if (atMs === undefined) return skipAt("time_unreadable", at, "Timestamps");
        if (typeof number !== "number") return skipAt("usage_unreadable", at, "Values");
        const point = { ...about, metric, statistic, atMs, value: number, unit: undefined };
        return { kind: "point", ...point, place: at };
      });
    });
}

type Query = Readonly<{
  namespace: string | undefined;
  metric: string | undefined;
  dimensions: Readonly<Record<string, string>>;
  account: string | undefined;
  region: string | undefined;
  periodMs: number | undefined;
}>;

function queryOf(value: JsonObject): Query {
  const metric = isJsonObject(value.Metric) ? value.Metric : value;
  const period = value.Period;
  const pairs = listOrEmpty(metric.Dimensions)
    .filter(isJsonObject)
    .map(({ Name, Value }) => [String(Name), Value] as const);
  return {
    namespace: textIn(metric.Namespace),
    metric: textIn(metric.MetricName) ?? textIn(value.Label),
    dimensions: textsOf(Object.fromEntries(pairs)),
    account: textIn(value.AccountId),
    region: textIn(value.Region),
    periodMs: typeof period === "number" && period > 0 ? period * 1000 : undefined,
  };
}

/** `AWS/Bedrock InputTokenCount anthropic.claude-…`: CloudWatch's own labels name what differs between the series. */
function ofLabel(label: string | undefined): Query {
  const parts = (label ?? "").split(/\s+/);
  const namespace = parts.find((part) => part.startsWith("AWS/") || part.startsWith("/aws/"));
  const [metric, model] = parts.filter((part) => part !== namespace);
  return {
    namespace,
    metric: namespace === undefined ? undefined : metric,
    dimensions: model === undefined ? {} : { ModelId: model },
    account: undefined,
    region: undefined,
    periodMs: undefined,
  };
}

function textsOf(value: JsonObject): Readonly<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const name in value) {
    const text = textIn(value[name]);
    if (text !== undefined) texts[name] = text;
  }
  return texts;
}
