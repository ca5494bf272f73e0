import type { SqlParameters } from "../ask.ts";
import { cutSql } from "../cut-sql.ts";
import { rowsSql, stretchesOf, stretchWhere } from "./stretches.ts";
import type { Surroundings } from "./surroundings.ts";

/** How many of a day's dearest calls are kept: a page that begins later is looked for in the rows. */
export const DEAREST_OF_DAY = 200;

/** What a call is listed by. */
export const dearestColumns: readonly string[] = [
  "call_id",
  "attempt",
  "final",
  "started_at",
  "duration_ms",
  "time_to_first_token_ms",
  "provider",
  "model",
  "operation",
  "team",
  "project",
  "feature",
  "outcome",
  "status",
  "cache_status",
  "stream",
  "simulated",
  "input_tokens",
  "output_tokens",
  "confidence",
  "effective_cost",
];
/** Why its answer is not whole: what else levers did is not kept. */
export const DEAREST_CUT = "answer_cut";
const listedOfRows = [...dearestColumns, `${cutSql} as ${DEAREST_CUT}`].join(", ");
const listedOfSums = [...dearestColumns, DEAREST_CUT].join(", ");

/** Calls of one attempt. */
export const isSingle = "final and attempt = 0";

/** The calls of one attempt that cost most of a day, in the order of a page by cost. */
export const dearestSql = (source: string, where: string): string => `
  select * from (
    select ${listedOfRows} from ${source}
    where ${where} and ${isSingle}
    order by effective_cost desc nulls last, started_at desc, call_id
    limit ${DEAREST_OF_DAY}
  )`;

/**
 * A query for calls of one attempt, the {@link DEAREST_OF_DAY} dearest of the range among them: the dearest of
 * built days, and all of the others'.
 */
export function dearestOf(
  range: Readonly<{ fromMs: number; toMs: number }>,
  surroundings: Surroundings,
): Readonly<{ sql: string; parameters: SqlParameters }> {
  let parameters: SqlParameters = {};
  const parts = stretchesOf(range, surroundings, true).map((stretch, index) => {
    const { where, parameters: own } = stretchWhere(stretch, `dear_${index}`);
    parameters = { ...parameters, ...own };
    return stretch.from === "rollups"
      ? `select ${listedOfSums} from rollup_dearest where ${where}`
      : `select ${listedOfRows} from ${rowsSql(where, surroundings)} where ${where} and ${isSingle}`;
  });
  return { sql: parts.join("\nunion all\n"), parameters };
}
