import type { DuckDBConnection } from "@duckdb/node-api";
import { attemptSources } from "@headgate/contract";
import type { SqlParameters } from "../../reports/ask.ts";
import { integer } from "../../reports/sql-values.ts";
import { query } from "../query.ts";
import { markDays } from "../rollups/mark-days.ts";

/** Rows of one call lie at most this far apart, whoever wrote them down and by whatever clock. */
export const SAME_CALL_MS = 86_400_000;

/** Ids shorter than this are not unique: servers of one's own count, or draw from a thousand. */
const ID_LENGTH = 20;

/** What a source puts on more rows than this tells no calls apart: a constant in the place of an id. */
const ROWS_OF_ONE_ID = 16;

/** Chains of sources that share ids by twos are short; this only ends the search for certain. */
const MAX_ROUNDS = 20;

/** A query for the `row_id`s that are new in the ledger. */
type FreshRows = Readonly<{ sql: string; parameters: SqlParameters }>;

const rank = (source: string): string =>
  `case ${source} ${attemptSources.map((name, place) => `when '${name}' then ${place}`).join(" ")} end`;

/** Everything that tells rows of one call from others. Ids of answers and of requests are one kind. */
const marksOf = (rows: string): string => `
  select row_id, source, started_at, response_id as mark from ${rows}
  where length(response_id) >= ${ID_LENGTH}
  union all
  select row_id, source, started_at, provider_request_id from ${rows}
  where length(provider_request_id) >= ${ID_LENGTH}
    and provider_request_id is distinct from response_id
  union all
  select row_id, source, started_at, trace_id || '/' || span_id from ${rows}
  where trace_id is not null and span_id is not null`;

const inRange = "started_at >= $from and started_at <= $to";

/**
 * Finds the rows that other sources wrote about the same calls as these, and lets of each call those of the
 * most trusted source count: `superseded` is set on all others, and `supersessions` names the row instead.
 * The answer is the same in whatever order the rows came. Runs within the connection's transaction.
 *
 * @param range `$from` and `$to`, wide enough for all rows of these calls
 */
export async function countOnce(
  connection: DuckDBConnection,
  range: SqlParameters,
  fresh: FreshRows,
): Promise<void> {
  if (!(await severalSources(connection, range))) return;
  await gatherMarks(connection, range, fresh);
  await labelCalls(connection);
  await query(
    connection,
    `create or replace temp table same_calls as
     with ranked as (
       select call_labels.row_id as row_id, started_at, source, label, ${rank("source")} as place
       from call_labels
     ),
     counted as (
       select label, row_id as by_row_id, source as by_source, place as by_place from ranked
       qualify row_number() over (partition by label order by place, started_at, row_id) = 1
     )
     select row_id, started_at, source,
       case when place > by_place then by_row_id end as by_row_id,
       case when place > by_place then by_source end as by_source
     from ranked join counted on counted.label = ranked.label`,
    {},
  );
  // With more rows an id may turn out to be a constant, which tells no calls apart: what it outranked counts again.
  await query(
    connection,
    `create or replace temp table freed_rows as
     select row_id, started_at from supersessions
     where ${inRange} and row_id in (select row_id from call_marks)
       and row_id not in (select row_id from same_calls where by_row_id is not null)`,
    range,
  );
  await query(
    connection,
    `delete from supersessions where ${inRange} and row_id in (select row_id from call_marks)`,
    range,
  );
  await connection.run(
    "insert into supersessions select * from same_calls where by_row_id is not null order by started_at",
  );
  await markDays(
    connection,
    `select started_at from same_calls
     where by_row_id is not null or row_id in (select by_row_id from same_calls)
     union all
     select started_at from freed_rows`,
    {},
  );
  await query(
    connection,
    `update attempts set superseded = false
     where ${inRange} and superseded and row_id in (select row_id from freed_rows)`,
    range,
  );
  await query(
    connection,
    `update attempts set superseded = true
     where ${inRange} and not superseded
       and row_id in (select row_id from same_calls where by_row_id is not null)`,
    range,
  );
  for (const table of ["call_marks", "shared_marks", "call_labels", "same_calls", "freed_rows"]) {
    await connection.run(`drop table if exists temp.${table}`);
  }
}

/** A call that one source alone can have seen is not looked for. */
async function severalSources(
  connection: DuckDBConnection,
  range: SqlParameters,
): Promise<boolean> {
  const found = await query(
    connection,
    `select distinct source from attempts where ${inRange} limit 2`,
    range,
  );
  return found.length > 1;
}

/** `call_marks`: the marks of the fresh rows, and of all that are linked to them by any chain of marks. */
async function gatherMarks(
  connection: DuckDBConnection,
  range: SqlParameters,
  fresh: FreshRows,
): Promise<void> {
  const candidates = `(select row_id, source, started_at, response_id, provider_request_id, trace_id, span_id
    from attempts where ${inRange})`;
  await query(
    connection,
    `create or replace temp table call_marks as
     select * from (${marksOf(candidates)}) as marks where row_id in (${fresh.sql})`,
    { ...range, ...fresh.parameters },
  );
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const [added] = await query(
      connection,
      `with marks as materialized (${marksOf(candidates)}),
       reached as (
         select distinct row_id from marks
         where mark in (select mark from call_marks)
           and row_id not in (select row_id from call_marks)
       )
       insert into call_marks
       select marks.* from marks where row_id in (select row_id from reached)`,
      range,
    );
    if (added === undefined || integer(added, "Count") === 0) return;
  }
}

/**
 * `call_labels`: one label for all rows that are linked. Marks are looked at in stretches without a gap of
 * {@link SAME_CALL_MS}, and each row takes the least label of its marks until none changes.
 */
async function labelCalls(connection: DuckDBConnection): Promise<void> {
  await connection.run(
    `create or replace temp table shared_marks as
     with gaps as (
       select *, case when started_at - lag(started_at) over by_time > interval ${SAME_CALL_MS} milliseconds
         then 1 else 0 end as is_gap
       from call_marks
       window by_time as (partition by mark order by started_at)
     ),
     stretches as (
       select row_id, source, started_at, mark,
         sum(is_gap) over (
           partition by mark order by started_at
           range between unbounded preceding and current row
         ) as stretch
       from gaps
     ),
     useless as (
       select distinct mark, stretch from (
         select mark, stretch from stretches
         group by mark, stretch, source having count(*) > ${ROWS_OF_ONE_ID}
       )
     )
     select row_id, source, started_at, stretches.mark || ' ' || stretches.stretch as mark
     from stretches
     anti join useless on useless.mark = stretches.mark and useless.stretch = stretches.stretch`,
  );
  await connection.run(
    `create or replace temp table call_labels as
     select row_id, any_value(source) as source, any_value(started_at) as started_at, row_id as label
     from shared_marks group by row_id`,
  );
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const [changed] = await query(
      connection,
      `with by_mark as (
         select mark, min(label) as label
         from shared_marks join call_labels on call_labels.row_id = shared_marks.row_id
         group by mark
       ),
       nearest as (
         select row_id, min(label) as label
         from shared_marks join by_mark on by_mark.mark = shared_marks.mark
         group by row_id
       )
       update call_labels set label = nearest.label
       from nearest
       where nearest.row_id = call_labels.row_id and nearest.label < call_labels.label`,
      {},
    );
    if (changed === undefined || integer(changed, "Count") === 0) return;
  }
}
