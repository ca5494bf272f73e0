import { type ChargeBasis, type Dimension, dimensions, HeadgateError } from "@headgate/contract";
import type { Reports } from "../store.ts";
import type { Ask, SqlParameter, SqlParameters } from "./ask.ts";
import { currentAttemptsSql } from "./attempts-source.ts";
import { integer, truth } from "./sql-values.ts";

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
  category: `case when operation = 'embeddings' then 'data_processing' else 'inference' end`,
} as const satisfies Record<Dimension, string>;

/** Where a question reads attempts from: a table, or a query in its place, with its parameters. */
export type AttemptsSource = Readonly<{ attempts: string; parameters: SqlParameters }>;

/** The attempts that a question is about: where they are read from, a condition, and the parameters of both. */
export type Scope = AttemptsSource & Readonly<{ where: string }>;

/** More than a call's first and last attempt can lie apart. */
export const CALL_SPAN_MS = 86_400_000;

/**
 * Attempts that count, with the charges that the question asks for. Where no re-rating reaches into its
 * range and no call in it was seen by several sources, that is the table itself, so that nothing is joined
 * or left out.
 */
export async function attemptsSourceOf(
  query: Readonly<{ from: string; to: string; charges?: ChargeBasis | undefined }>,
  ask: Ask,
): Promise<AttemptsSource> {
  const { fromMs, toMs } = rangeOf(query);
  const reach: SqlParameters = {
    reach_from: { type: "timestamp", ms: fromMs - CALL_SPAN_MS },
    reach_to: { type: "timestamp", ms: toMs + CALL_SPAN_MS },
  };
  const [found] = await ask(
    `select
       (select count(*) from reratings
        where applied_at is not null and range_from < $reach_to and range_to > $reach_from)
         as reratings_count,
       exists (select 1 from supersessions where started_at >= $reach_from and started_at < $reach_to)
         as is_superseded`,
    reach,
  );
  if (found === undefined) throw new TypeError("an aggregate without groups answered no row");
  const counted = truth(found, "is_superseded") ? ["not superseded"] : [];
  const reratings = query.charges === "original" ? 0 : integer(found, "reratings_count");
  if (reratings > 0) {
    const inReach = "started_at >= $reach_from and started_at < $reach_to";
    const source = currentAttemptsSql(
      [inReach, ...counted].join(" and "),
      inReach,
      reratings === 1 ? "one" : "several",
    );
    return { attempts: source, parameters: reach };
  }
  if (counted.length === 0) return { attempts: "attempts", parameters: {} };
  return { attempts: "(select * from attempts where not superseded) as attempts", parameters: {} };
}

/** The time range alone. */
export function rangeOf(query: Readonly<{ from: string; to: string }>): {
  fromMs: number;
  toMs: number;
} {
  return { fromMs: instant("from", query.from), toMs: instant("to", query.to) };
}

/** Attempts that started in `[from, to)` and pass the filters; an empty text stands for "without a value". */
export async function scopeOf(query: ScopedQuery, ask: Ask): Promise<Scope> {
  const { fromMs, toMs } = rangeOf(query);
  const source = await attemptsSourceOf(query, ask);
  const filter = filterOf(query);
  return {
    attempts: source.attempts,
    where: ["started_at >= $from", "started_at < $to", ...filter.conditions].join(" and "),
    parameters: {
      ...source.parameters,
      from: { type: "timestamp", ms: fromMs },
      to: { type: "timestamp", ms: toMs },
      ...filter.parameters,
    },
  };
}

/** The conditions of a question's filters alone. */
export function filterOf(
  query: Omit<ScopedQuery, "from" | "to">,
): Readonly<{ conditions: readonly string[]; parameters: SqlParameters }> {
  const conditions: string[] = [];
  const parameters: Record<string, SqlParameter> = {};
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
  return { conditions, parameters };
}

function instant(name: string, text: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new HeadgateError("request_invalid", `${name}: no time of day`);
  return ms;
}
