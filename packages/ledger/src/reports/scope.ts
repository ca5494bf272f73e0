import { type Dimension, dimensions, HeadgateError } from "@headgate/contract";
import type { Reports } from "../store.ts";
import type { SqlParameter, SqlParameters } from "./ask.ts";

type ScopedQuery = Reports["totals"]["query"];

/** The column of each dimension: the only names that a query's words can turn into. */
export const dimensionColumns = {
  organisation: "organisation",
  team: "team",
  project: "project",
  feature: "feature",
  customer: "customer",
  environment: "environment",
  user: '"user"',
  session: "session",
  provider: "provider",
  model: "model",
  operation: "operation",
  outcome: "outcome",
  confidence: "confidence",
  service_tier: "service_tier",
  key_id: "key_id",
  source: "source",
} as const satisfies Record<Dimension, string>;

/** The attempts that a question is about, as a condition with its parameters. */
export type Scope = Readonly<{ where: string; parameters: SqlParameters }>;

/** The time range alone. */
export function rangeOf(query: Readonly<{ from: string; to: string }>): {
  fromMs: number;
  toMs: number;
} {
  return { fromMs: instant("from", query.from), toMs: instant("to", query.to) };
}

/** Attempts that started in `[from, to)` and pass the filters; an empty text stands for "without a value". */
export function scopeOf(query: ScopedQuery): Scope {
  const { fromMs, toMs } = rangeOf(query);
  const conditions = ["started_at >= $from", "started_at < $to"];
  const parameters: Record<string, SqlParameter> = {
    from: { type: "timestamp", ms: fromMs },
    to: { type: "timestamp", ms: toMs },
  };
  for (const dimension of dimensions) {
    const value = query[dimension];
    if (value === undefined) continue;
    const column = dimensionColumns[dimension];
    if (value === "") {
      conditions.push(`${column} is null`);
    } else {
      conditions.push(`${column} = $only_${dimension}`);
      parameters[`only_${dimension}`] = { type: "text", text: value };
    }
  }
  if (query.tag !== undefined) {
    const equals = query.tag.indexOf("=");
    conditions.push("tags[$tag_key] = $tag_value");
    parameters.tag_key = { type: "text", text: query.tag.slice(0, equals) };
    parameters.tag_value = { type: "text", text: query.tag.slice(equals + 1) };
  }
  return { where: conditions.join(" and "), parameters };
}

function instant(name: string, text: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new HeadgateError("request_invalid", `${name}: no time of day`);
  return ms;
}
