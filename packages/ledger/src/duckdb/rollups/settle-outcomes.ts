import type { DuckDBConnection } from "@duckdb/node-api";
import { namedIn, type SqlParameters } from "../../reports/ask.ts";
import { doubtOf, marginMs, REACH_MS } from "../../reports/outcomes/doubt.ts";
import { keysInUse } from "../../reports/outcomes/join-outcomes.ts";
import { keptCallsSql } from "../../reports/outcomes/kept-calls.ts";
import { linkSql, stateSql } from "../../reports/outcomes/link-sql.ts";
import {
  groupSumsSql,
  makeGroupSumsSql,
  makeGroupsSql,
  makeSumsSql,
  newGroupsSql,
  outcomeSumsSql,
  settledSumsSql,
  severalCallsSql,
} from "../../reports/outcomes/quiet-sums.ts";
import {
  shareColumns,
  sharedAttemptColumns,
  sharingSql,
} from "../../reports/outcomes/settled-sql.ts";
import { smallPicodollars } from "../../reports/outcomes/share-sql.ts";
import { truth } from "../../reports/sql-values.ts";
import { query } from "../query.ts";
import { inTransaction } from "../transaction.ts";

/** One turn settles outcomes that find about so many calls: rows that wait to be written wait for it. */
const FOUND_A_TURN = 200_000;
const OUTCOMES_A_TURN = 5000;

export async function makeSettledTables(connection: DuckDBConnection): Promise<void> {
  await connection.run(
    `create table rollup_shares (
      outcome_number bigint not null, call_number bigint not null,
      name_size integer not null, name_place integer not null, name_before timestamp,
      all_size integer not null, all_place integer not null, all_before timestamp, is_of_several boolean not null
    )`,
  );
  await connection.run(makeSumsSql);
  await connection.run(makeGroupSumsSql);
  await connection.run(makeGroupsSql);
  await connection.run(
    "create table rollup_shared_calls (call_number bigint not null, call_id varchar not null)",
  );
  await connection.run(
    `create table rollup_shared_attempts as
     select cast(null as bigint) as call_number, cast(null as bigint) as small_cost, ${attemptColumns}
     from attempts limit 0`,
  );
}

const attemptColumns = sharedAttemptColumns.join(", ");

/** The highest number that any outcome or call has: one that is gone may still be in a pair. */
export const lastNumber = (column: "outcome_number" | "call_number"): string => `
  select greatest(
    coalesce((select max(${column}) from ${column === "outcome_number" ? "rollup_outcomes" : "rollup_shared_calls"}), 0),
    coalesce((select max(${column}) from rollup_shares), 0)
  )`;

/**
 * Says that what is settled of outcomes that this day can bear on is not: it was built anew.
 * @param day `$day_from` and `$day_to`
 */
export async function unsettle(connection: DuckDBConnection, day: SqlParameters): Promise<void> {
  const [found] = await query(
    connection,
    "select exists (select 1 from supersessions) as is_any_seen_elsewhere",
    {},
  );
  if (found === undefined) throw new TypeError("a question about existence answered no row");
  const margin = marginMs(truth(found, "is_any_seen_elsewhere"));
  const hours = (ms: number): string => `interval ${ms / 3_600_000} hour`;
  await query(
    connection,
    `update rollup_outcomes set is_settled = false
     where is_settled and (
       occurred_at >= $day_from - ${hours(REACH_MS.after + margin)}
         and occurred_at < $day_to + ${hours(REACH_MS.before + margin)}
       or outcome_number in (
         select outcome_number from rollup_shares where call_number in (
           select call_number from rollup_shared_attempts
           where started_at >= $day_from - ${hours(margin)} and started_at < $day_to + ${hours(margin)}
         )
       )
     )`,
    day,
  );
}

/**
 * Settles the latest outcomes that no day which is not built can bear on (`reports/outcomes/settled-sql.ts`).
 * @returns whether there was any
 */
export async function settleNextOutcomes(connection: DuckDBConnection): Promise<boolean> {
  const ask = (sql: string, parameters: SqlParameters) => query(connection, sql, parameters);
  return inTransaction(connection, async () => {
    const doubt = await doubtOf(ask);
    const due = `not is_settled and not is_wide${doubt.outcomes === undefined ? "" : ` and not ${doubt.outcomes}`}`;
    await query(
      connection,
      `create or replace temp table settling as
       with due as (
         select outcome_id, outcome_number, occurred_at from rollup_outcomes
         where ${due} order by occurred_at desc, outcome_id limit ${OUTCOMES_A_TURN}
       ),
       counted as (
         select due.*, coalesce(found_count, 0) as found_count
         from due left join (
           select outcome_id as found_id, count(*) as found_count from rollup_outcome_calls
           where outcome_id in (select outcome_id from due) group by outcome_id
         ) as found on found_id = outcome_id
       )
       select outcome_id, outcome_number from counted
       qualify sum(found_count) over (order by occurred_at desc, outcome_id) - found_count < ${FOUND_A_TURN}`,
      namedIn(due, doubt.parameters),
    );
    const keys = await keysInUse("outcome_id in (select outcome_id from settling)", {}, ask);
    if (keys !== undefined) await settle(connection, keys);
    await connection.run("drop table temp.settling");
    return keys !== undefined;
  });
}

/** Works the outcomes of `settling` out by the keys that are kept of them, and all calls that these share. */
async function settle(
  connection: DuckDBConnection,
  keys: Parameters<typeof linkSql>[0],
): Promise<void> {
  const eventsSql = `select outcomes.*, outcome_number as event_number
    from outcomes join settling on settling.outcome_id = outcomes.outcome_id`;
  const links = linkSql(keys, { eventsSql, keptSql: keptCallsSql(["true"]), lookups: [] });
  // Tables in the place of the expressions that the next ones are built on: each is worked out once.
  const tables = {
    events: eventsSql,
    links: `with ${links} select * from links`,
    settling_states: `with ${stateSql} select event_number, call_count, join_state from live_states`,
    settling_shares: `with ${stateSql},${sharing}
      select event_number, live_numbered.call_number as live_number, known_call, ${shareColumns.join(", ")}
      from live_numbered join live_calls on live_calls.call_number = live_numbered.call_number`,
    settling_gone: `with ${stateSql},${sharing} select call_number from disturbed`,
  };
  for (const [name, sql] of Object.entries(tables)) {
    await connection.run(`create or replace temp table ${name} as ${sql}`);
  }
  await write(connection);
  for (const name of Object.keys(tables)) await connection.run(`drop table temp.${name}`);
}

const sharing = sharingSql({
  isCalm: "is_settled",
  isStale: `outcome_number in (select outcome_number from settling)
    or outcome_number not in (select outcome_number from rollup_outcomes)`,
  nearDoubt: undefined,
});

async function write(connection: DuckDBConnection): Promise<void> {
  await connection.run(
    `create or replace temp table settling_calls as
     select live_number, known_call,
       case when live_number > 0 then live_number
         else (${lastNumber("call_number")}) + row_number() over (order by live_number > 0, live_number desc) end
         as call_number
     from (select distinct live_number, known_call from settling_shares) as calls`,
  );
  for (const table of ["rollup_shares", "rollup_shared_calls", "rollup_shared_attempts"]) {
    await connection.run(
      `delete from ${table} where call_number in (select call_number from settling_gone)`,
    );
  }
  await connection.run(
    "insert into rollup_shared_calls select call_number, known_call from settling_calls order by call_number",
  );
  await connection.run(
    `insert into rollup_shared_attempts
     select call_number, ${smallPicodollars("effective_cost")}, ${attemptColumns}
     from (
       select ${attemptColumns} from rollup_outcome_attempts
       union all
       select ${attemptColumns} from rollup_retried where not superseded
     ) as attempts
     join settling_calls on known_call = call_id
     order by started_at`,
  );
  await connection.run(
    `insert into rollup_shares
     select event_number, call_number, ${["name", "all"]
       .map((among) => `${among}_size, ${among}_place, ${among}_before`)
       .join(", ")},
       call_number in (${severalCallsSql})
     from settling_shares
     join settling_calls on settling_calls.live_number = settling_shares.live_number
     order by event_number, call_number`,
  );
  const touched =
    "select event_number from settling_states union select event_number from settling_shares";
  await connection.run(`create or replace temp table settling_sums as ${settledSumsSql(touched)}`);
  await connection.run(`insert into rollup_outcome_groups ${newGroupsSql("settling_sums")}`);
  const sums = {
    rollup_outcome_sums: outcomeSumsSql("settling_sums"),
    rollup_outcome_group_sums: groupSumsSql("settling_sums"),
  };
  for (const [table, sql] of Object.entries(sums)) {
    await connection.run(
      `delete from ${table}
       where event_number in (${touched}) or event_number not in (select outcome_number from rollup_outcomes)`,
    );
    await connection.run(`insert into ${table} ${sql}`);
  }
  await connection.run("drop table temp.settling_sums");
  await connection.run(
    `update rollup_outcomes set is_settled = true, join_state = settled.join_state, call_count = settled.call_count
     from settling_states as settled where settled.event_number = rollup_outcomes.outcome_number`,
  );
  await connection.run("drop table temp.settling_calls");
}
