import { type ChargeBasis, dimensions, HeadgateError, promptPartNames } from "@headgate/contract";
import type { Reports } from "../store.ts";
import type { Ask, SqlParameter, SqlParameters } from "./ask.ts";
import { wasCutSql } from "./cut-sql.ts";
import { isToldSql, tokensOfPart } from "./prompt-parts-sql.ts";
import { columnOfDimension, dimensionColumns } from "./rollups/rollups.ts";
import { rowsSql, stretchWhere } from "./rollups/stretches.ts";
import { nearbyDays, surroundingsOf } from "./rollups/surroundings.ts";

/** A range, filters, and filters that lists of calls alone have. */
export type ScopedQuery = Reports["totals"]["query"] &
  Partial<Pick<Reports["calls"]["query"], "lever" | "did" | "part" | "cut">>;

/** Where a question reads attempts from: a table, or a query in its place, with its parameters. */
export type AttemptsSource = Readonly<{ attempts: string; parameters: SqlParameters }>;

/** The attempts that a question is about: where they are read from, a condition, and the parameters of both. */
export type Scope = AttemptsSource & Readonly<{ where: string }>;

/** Attempts that count, with the charges that the question asks for. */
async function attemptsSourceOf(
  query: Readonly<{ from: string; to: string; charges?: ChargeBasis | undefined }>,
  ask: Ask,
): Promise<AttemptsSource> {
  const range = rangeOf(query);
  const near = nearbyDays(range);
  const { where, parameters } = stretchWhere(near, "reach");
  return { attempts: rowsSql(where, await surroundingsOf(query, range, ask)), parameters };
}

/** The time range alone. */
export function rangeOf(query: Readonly<{ from: string; to: string }>): {
  fromMs: number;
  toMs: number;
} {
  return { fromMs: instant("from", query.from), toMs: instant("to", query.to) };
}

/** Attempts that started in `[from, to)` and pass the filters. */
export async function scopeOf(query: ScopedQuery, ask: Ask): Promise<Scope> {
  const { fromMs, toMs } = rangeOf(query);
  const source = await attemptsSourceOf(query, ask);
  const filters = filterOf(query);
  return {
    attempts: source.attempts,
    where: ["started_at >= $from", "started_at < $to", ...filters.conditions].join(" and "),
    parameters: {
      ...source.parameters,
      ...filters.parameters,
      from: { type: "timestamp", ms: fromMs },
      to: { type: "timestamp", ms: toMs },
    },
  };
}

/** Conditions of a question, their parameters, and the columns that they read. */
export type Filter = Readonly<{
  conditions: readonly string[];
  parameters: SqlParameters;
  needs: readonly string[];
}>;

/** What attempts have to be like, the time apart; an empty text stands for "without a value". */
export function filterOf(query: Omit<ScopedQuery, "from" | "to">): Filter {
  const conditions: string[] = [];
  const parameters: Record<string, SqlParameter> = {};
  const needs: string[] = [];
  for (const dimension of dimensions) {
    const value = query[dimension];
    if (value === undefined) continue;
    needs.push(columnOfDimension(dimension));
    const column = dimensionColumns[dimension];
    if (value === "") {
      conditions.push(`${column} is null`);
    } else {
      conditions.push(`${column} = $only_${dimension}`);
      parameters[`only_${dimension}`] = { type: "text", text: value };
    }
  }
  if (query.simulated !== undefined) {
    needs.push("simulated");
    conditions.push(query.simulated ? "simulated" : "not simulated");
  }
  if (query.tag !== undefined) {
    const equals = query.tag.indexOf("=");
    needs.push("tags");
    conditions.push("tags[$tag_key] = $tag_value");
    parameters.tag_key = { type: "text", text: query.tag.slice(0, equals) };
    parameters.tag_value = { type: "text", text: query.tag.slice(equals + 1) };
  }
  if (query.lever !== undefined || query.did !== undefined) {
    needs.push("savings", "changes");
    conditions.push(actedSql(query));
  }
  if (query.cut !== undefined) {
    needs.push("changes");
    conditions.push(wasCutSql(query.cut));
  }
  if (query.part !== undefined) {
    needs.push("input_tokens", ...promptPartNames.map(tokensOfPart));
    conditions.push(
      query.part === "not_told"
        ? `input_tokens is not null and ${isToldSql} is null`
        : `${tokensOfPart(query.part)} > 0`,
    );
  }
  return { conditions, parameters, needs };
}

/** That a lever acted on an attempt, or did this to it. Names and words are of the contract's own letters. */
function actedSql({ lever, did }: Pick<ScopedQuery, "lever" | "did">): string {
  if (did === undefined) {
    const named = `'"lever":"${lever}"'`;
    return `(contains(savings, ${named}) or contains(changes, ${named}))`;
  }
  const change = `"did":"${did}"`;
  return `contains(changes, '${lever === undefined ? change : `"lever":"${lever}",${change}`}')`;
}

function instant(name: string, text: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new HeadgateError("request_invalid", `${name}: no time of day`);
  return ms;
}
