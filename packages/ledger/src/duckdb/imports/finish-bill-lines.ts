import type { DuckDBConnection } from "@duckdb/node-api";
import { type BillSource, billSources } from "@headgate/contract";
import { query } from "../query.ts";
import { insertInOrder } from "./insert-in-order.ts";

/**
 * Which cloud or provider a source's bills are of; `any` can bill for each of the others. Two bills are
 * looked at as being for the same money only where one can stand for the other.
 */
const issuers = {
  aws_cur: "aws",
  azure_cost_export: "azure",
  openai_costs: "openai",
  anthropic_cost_report: "anthropic",
  focus: "any",
  aws_cost_explorer: "aws",
} as const satisfies Record<BillSource, string>;

const perSource = (source: string, value: (name: BillSource) => string): string =>
  `case ${source} ${billSources.map((name) => `when '${name}' then ${value(name)}`).join(" ")} end`;
const rank = (source: string): string =>
  perSource(source, (name) => `${billSources.indexOf(name)}`);
const issuer = (source: string): string => perSource(source, (name) => `'${issuers[name]}'`);

/**
 * Moves staged bill lines into the ledger: a statement that differs from what is there replaces it whole,
 * one that does not changes nothing. What became of each line is left in `arrived_bill_lines`, with the
 * states of `arrived_attempts`: `replaced` is a line that took the place of the one of its id.
 *
 * Of a line that stands twice in one import, the last is taken: later parts of a delivery restate earlier ones.
 */
export async function finishBillLines(connection: DuckDBConnection, number: number): Promise<void> {
  await connection.run(
    `create or replace temp table arrived_bill_lines as
     with ordered as (
       select rowid as place, statement, line_id, source, charge_period_start as happened_at, content_hash,
         row_number() over same_line as turn, first_value(content_hash) over same_line as kept_hash
       from staged_bill_lines
       window same_line as (partition by statement, line_id order by rowid desc)
     ),
     known as (
       select statement, line_id, content_hash as known_hash from bill_lines
       where statement in (select statement from staged_bill_lines)
     )
     select place, ordered.statement, ordered.line_id, source, happened_at, turn = 1 as stays,
       case
         when turn > 1 and content_hash = kept_hash then 'already_there'
         when turn > 1 then 'differing'
         when known.line_id is null then 'added'
         when known_hash = content_hash then 'already_there'
         else 'replaced'
       end as state
     from ordered
     left join known on known.statement = ordered.statement and known.line_id = ordered.line_id`,
  );
  await connection.run(
    `create or replace temp table dropped_bill_lines as
     select bill_lines.statement, bill_lines.line_id, bill_lines.source
     from bill_lines
     anti join arrived_bill_lines
       on arrived_bill_lines.statement = bill_lines.statement
       and arrived_bill_lines.line_id = bill_lines.line_id
     where bill_lines.statement in (select statement from arrived_bill_lines)`,
  );
  await connection.run(
    `create or replace temp table changed_statements as
     select statement from arrived_bill_lines where stays and state <> 'already_there'
     union
     select statement from dropped_bill_lines`,
  );
  const [any] = await query(connection, "select 1 as is_any from changed_statements limit 1", {});
  if (any === undefined) return;
  for (const table of ["bill_lines", "bill_statements"]) {
    await connection.run(
      `delete from ${table} where statement in (select statement from changed_statements)`,
    );
  }
  await insertInOrder(connection, {
    from: "staged_bill_lines",
    into: "bill_lines",
    time: "charge_period_start",
    which: `rowid in (
      select place from arrived_bill_lines
      where stays and statement in (select statement from changed_statements)
    )`,
  });
  await query(
    connection,
    `insert into bill_statements
     select statement, source, regexp_extract(statement, '^[^:]*:(.*):[^:]*$', 1),
       min(billing_period_start), max(billing_period_end), $number, null, null
     from bill_lines
     where statement in (select statement from changed_statements)
     group by statement, source`,
    { number: { type: "integer", integer: number } },
  );
  await countStatementsOnce(connection);
}

/**
 * Of two sources' statements about one account whose billing periods overlap, that of the more trusted
 * source counts. An account without a name is not taken for another one.
 */
async function countStatementsOnce(connection: DuckDBConnection): Promise<void> {
  await connection.run(
    "update bill_statements set counted_by = null, counted_by_source = null where counted_by is not null",
  );
  await connection.run(
    `update bill_statements set counted_by = better.statement, counted_by_source = better.source
     from (
       select less.statement as outranked, more.statement as statement, more.source as source
       from bill_statements as less join bill_statements as more
         on more.account = less.account
         and more.period_start < less.period_end and more.period_end > less.period_start
       where less.account <> '' and ${rank("more.source")} < ${rank("less.source")}
         and (${issuer("more.source")} = ${issuer("less.source")}
           or 'any' in (${issuer("more.source")}, ${issuer("less.source")}))
       qualify row_number() over (
         partition by less.statement order by ${rank("more.source")}, more.period_start, more.statement
       ) = 1
     ) as better
     where better.outranked = bill_statements.statement`,
  );
}
