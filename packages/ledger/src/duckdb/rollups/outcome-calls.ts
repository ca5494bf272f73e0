import type { DuckDBConnection } from "@duckdb/node-api";
import { MOST_CALLS_OF_OUTCOME } from "@headgate/contract";
import type { SqlParameters } from "../../reports/ask.ts";
import { keysInUse, rowsOf } from "../../reports/outcomes/join-outcomes.ts";
import { outcomeAttemptColumns } from "../../reports/outcomes/kept-calls.ts";
import { foundSql, MOST_LINKS } from "../../reports/outcomes/link-sql.ts";
import { onDay } from "../../reports/rollups/one-day.ts";
import { rowsSql } from "../../reports/rollups/stretches.ts";
import { integer, truth } from "../../reports/sql-values.ts";
import { query } from "../query.ts";
import { makeSettledTables } from "./settle-outcomes.ts";

/** An outcome that one key finds more calls of a day for is looked up in the rows each time: that key joins none. */
const MOST_CALLS_OF_DAY = MOST_CALLS_OF_OUTCOME;

export async function makeOutcomeTables(connection: DuckDBConnection): Promise<void> {
  // What an outcome was when it was joined: another one of its id has another number.
  await connection.run(
    `create table rollup_outcomes (
      outcome_id varchar not null, outcome_number bigint not null, name varchar not null, occurred_at timestamp not null,
      is_wide boolean not null, is_settled boolean not null, join_state varchar, call_count bigint
    )`,
  );
  await connection.run(
    `create table rollup_outcome_calls (
      started_at timestamp not null, outcome_id varchar not null, joined_by varchar not null, call_id varchar not null
    )`,
  );
  await connection.run(
    `create table rollup_outcome_attempts as select ${outcomeAttemptColumns.join(", ")} from attempts limit 0`,
  );
  await makeSettledTables(connection);
}

export async function dropCallsOfDay(
  connection: DuckDBConnection,
  day: SqlParameters,
): Promise<void> {
  await query(connection, `delete from rollup_outcome_calls where ${onDay}`, day);
  await query(connection, `delete from rollup_outcome_attempts where ${onDay}`, day);
}

/**
 * Keeps which calls of a day the keys of these outcomes find, and those calls' attempts.
 *
 * @param outcomes which outcomes: a condition
 * @param day `$day_from` and `$day_to`
 */
export async function keepCallsOfDay(
  connection: DuckDBConnection,
  outcomes: string,
  { day, reratings }: Day,
): Promise<void> {
  const reaching = `occurred_at > $day_from - interval 1 day and occurred_at < $day_to + interval 30 day and ${outcomes}`;
  const keys = await keysInUse(reaching, day, (sql, parameters) =>
    query(connection, sql, parameters),
  );
  if (keys === undefined || keys.joins.size === 0) return;
  await query(
    connection,
    `create or replace temp table found_of_day as
     with events as materialized (
       select *, row_number() over () as event_number from outcomes where ${reaching}
     )
     select distinct outcome_id, joined_by, call_id
     from (${foundSql(keys, { events: "events", rows: await rowsOfDay(connection, day) })}) as found
     limit ${MOST_LINKS}`,
    day,
  );
  await setWideAside(connection, reaching, day);
  await query(
    connection,
    "insert into rollup_outcome_calls select $day_from, outcome_id, joined_by, call_id from found_of_day",
    { day_from: day.day_from } as SqlParameters,
  );
  await keepAttempts(connection, "call_id in (select call_id from found_of_day)", {
    day,
    reratings,
  });
  await connection.run("drop table temp.found_of_day");
}

type Day = Readonly<{ day: SqlParameters; reratings: number }>;

/** Keeps the attempts that another source saw on another day: outcomes that find them do so on that day. */
export const keepCountedElsewhere = (connection: DuckDBConnection, day: Day): Promise<void> =>
  keepAttempts(
    connection,
    `row_id in (
       select by_row_id from supersessions where ${nearDay("started_at")} and not (${onDay})
     )`,
    day,
  );

async function keepAttempts(
  connection: DuckDBConnection,
  which: string,
  { day, reratings }: Day,
): Promise<void> {
  await query(
    connection,
    `insert into rollup_outcome_attempts
     select ${outcomeAttemptColumns.join(", ")}
     from ${rowsSql(onDay, { reratings, isSuperseded: true })}
     where ${onDay} and final and attempt = 0 and ${which}
       and row_id not in (select row_id from rollup_outcome_attempts where ${onDay})`,
    day,
  );
}

/** Chains of sources that saw one call are days long at most. */
const nearDay = (column: string): string =>
  `${column} >= $day_from - interval 10 day and ${column} < $day_to + interval 10 day`;
async function rowsOfDay(connection: DuckDBConnection, day: SqlParameters) {
  const [found] = await query(
    connection,
    `select exists (select 1 from supersessions where ${onDay}) as is_any`,
    day,
  );
  if (found === undefined) throw new TypeError("a question about existence answered no row");
  return rowsOf(truth(found, "is_any"), nearDay("counted.started_at"))([onDay]);
}

/** Of outcomes that find too many calls of a day nothing is kept. */
async function setWideAside(
  connection: DuckDBConnection,
  reaching: string,
  day: SqlParameters,
): Promise<void> {
  const [found] = await query(connection, "select count(*) as pair_count from found_of_day", {});
  if (found === undefined) throw new TypeError("an aggregate without groups answered no row");
  const wide =
    integer(found, "pair_count") < MOST_LINKS
      ? `select outcome_id from found_of_day group by outcome_id, joined_by having count(*) > ${MOST_CALLS_OF_DAY}`
      : `select outcome_id from outcomes where ${reaching}`;
  await query(
    connection,
    `create or replace temp table wide_outcomes as select distinct * from (${wide})`,
    integer(found, "pair_count") < MOST_LINKS ? {} : day,
  );
  const isWide = "outcome_id in (select outcome_id from wide_outcomes)";
  await connection.run(`delete from found_of_day where ${isWide}`);
  await connection.run(`delete from rollup_outcome_calls where ${isWide}`);
  await connection.run(
    `update rollup_outcomes set is_wide = true, is_settled = false where ${isWide} and not is_wide`,
  );
  await connection.run("drop table temp.wide_outcomes");
}
