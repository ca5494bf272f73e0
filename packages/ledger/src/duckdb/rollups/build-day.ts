import type { DuckDBConnection } from "@duckdb/node-api";
import type { Ask, SqlParameters } from "../../reports/ask.ts";
import { linesOfDay, rollupTables } from "../../reports/rollups/day-tables.ts";
import { dayParameters, onDay, reratingsOf } from "../../reports/rollups/one-day.ts";
import { integer } from "../../reports/sql-values.ts";
import { query } from "../query.ts";
import { inTransaction } from "../transaction.ts";
import { isKnown, keepNextOutcomes } from "./keep-outcomes.ts";
import {
  dropCallsOfDay,
  keepCallsOfDay,
  keepCountedElsewhere,
  makeOutcomeTables,
} from "./outcome-calls.ts";
import { settleNextOutcomes, unsettle } from "./settle-outcomes.ts";

/** Makes all tables of sums, without a row in them. */
export async function makeTables(connection: DuckDBConnection): Promise<void> {
  await makeLinesOfDay(connection, 0, dayParameters(0));
  for (const { name, sql } of rollupTables(0, "bigint")) {
    await query(connection, `create table ${name} as ${sql} limit 0`, dayParameters(0));
  }
  await dropLinesOfDay(connection);
  await makeOutcomeTables(connection);
}

/** Sums a day (UTC) up anew, so that it is read from its sums from now on. */
function buildDay(connection: DuckDBConnection, dayMs: number): Promise<void> {
  const parameters = dayParameters(dayMs);
  return inTransaction(connection, async () => {
    const ask: Ask = (sql, named) => query(connection, sql, named);
    const reratings = await reratingsOf(ask, parameters);
    await makeLinesOfDay(connection, reratings, parameters);
    for (const { name, sql } of rollupTables(reratings, "bigint")) {
      await query(connection, `delete from ${name} where ${onDay}`, parameters);
      await query(connection, `insert into ${name} ${sql}`, parameters);
    }
    await dropLinesOfDay(connection);
    await dropCallsOfDay(connection, parameters);
    await keepCountedElsewhere(connection, { day: parameters, reratings });
    await keepCallsOfDay(connection, isKnown, { day: parameters, reratings });
    await unsettle(connection, parameters);
    await query(connection, "update rollup_days set is_built = true where ledger_day = $day_from", {
      day_from: { type: "timestamp", ms: dayMs },
    });
  });
}

async function makeLinesOfDay(
  connection: DuckDBConnection,
  reratings: number,
  parameters: SqlParameters,
): Promise<void> {
  const { name, sql } = linesOfDay(reratings);
  await query(connection, `create or replace temp table ${name} as ${sql}`, parameters);
}

async function dropLinesOfDay(connection: DuckDBConnection): Promise<void> {
  await connection.run(`drop table temp.${linesOfDay(0).name}`);
}

/**
 * What became of the next turn: outcomes were joined to the days that are built, a day was built, it has more than its
 * sums can hold, outcomes were settled, or there is nothing to do.
 */
export type DayOutcome = "joined" | "built" | "too_wide" | "settled" | "none";

/**
 * Keeps the calls of outcomes that came since or, where there are none, builds the next day or, where all are built,
 * settles outcomes.
 */
export async function buildNextDay(
  connection: DuckDBConnection,
  touchedBeforeMs: number,
): Promise<DayOutcome> {
  let failure: Error | undefined;
  try {
    if (await keepNextOutcomes(connection)) return "joined";
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
  }
  const outcome = await buildDueDay(connection, touchedBeforeMs);
  // Outcomes whose calls cannot be kept make no day wait.
  if (outcome === "none" && failure !== undefined) throw failure;
  return outcome === "none" && (await settleNextOutcomes(connection)) ? "settled" : outcome;
}

/**
 * Builds the sums of the day that was left alone for longest, of equal ones the latest, of those that are out of date
 * and were not touched since `touchedBeforeMs`.
 */
async function buildDueDay(
  connection: DuckDBConnection,
  touchedBeforeMs: number,
): Promise<DayOutcome> {
  const [next] = await query(
    connection,
    `select epoch_ms(ledger_day) as day_ms from rollup_days
     where not is_built and touched_at <= $before order by touched_at, ledger_day desc limit 1`,
    { before: { type: "timestamp", ms: touchedBeforeMs } },
  );
  if (next === undefined) return "none";
  const dayMs = integer(next, "day_ms");
  try {
    await buildDay(connection, dayMs);
  } catch (error) {
    if (isTooWide(error)) {
      await putOff(connection, dayMs, UNTIL_IT_CHANGES_MS);
      return "too_wide";
    }
    // A day that cannot be summed up keeps no other one waiting.
    await putOff(connection, dayMs, Date.now());
    throw error;
  }
  return "built";
}

/** Later than any time that a day is touched at: writing to the day brings it back. */
const UNTIL_IT_CHANGES_MS = Date.UTC(9999, 0, 1);

const putOff = (connection: DuckDBConnection, dayMs: number, touchedMs: number) =>
  query(connection, "update rollup_days set touched_at = $touched where ledger_day = $day_from", {
    touched: { type: "timestamp", ms: touchedMs },
    day_from: { type: "timestamp", ms: dayMs },
  });

/**
 * Sums are kept in 64 bits: a day of more than nine million dollars has none, and is read from its rows. DuckDB says so
 * in words alone ("Conversion Error: Failed to cast decimal value … to type INT64", DuckDB 1.5.5).
 */
const isTooWide = (error: unknown): boolean =>
  error instanceof Error && /^(?:Conversion|Out of Range) Error:.*\bINT64\b/s.test(error.message);
