import { arrivedBillLinesSql, droppedBillLinesSql } from "../../imports/arrived-sql.ts";
import type { ImportEnd } from "../../imports/import.ts";
import { betterStatementsSql } from "../../imports/same-bills-sql.ts";
import type { SqlParameters } from "../../reports/ask.ts";
import { text } from "../../reports/sql-values.ts";
import { changeRows } from "../change-rows.ts";
import { clickHouseSql } from "../clickhouse-sql.ts";
import type { Connection } from "../connection.ts";
import { laterVersion, serverVersion } from "../row-version.ts";
import { askOfImport, ofImport } from "./import-sql.ts";
import { insertArrived } from "./insert-arrived.ts";
import { moveRows } from "./move-rows.ts";

/** Works out what becomes of each staged line, and which lines of restated statements are gone. */
export async function arriveBillLines(
  connection: Connection,
  { import: number, broken }: Pick<ImportEnd, "import" | "broken">,
): Promise<void> {
  await insertArrived(connection, number, {
    kind: "bill_lines",
    columns: "place, line_id, statement, source, happened_at, stays, state",
    sql: arrivedBillLinesSql(broken),
  });
  await connection.run(
    `insert into import_dropped_lines (import, statement, line_id, source, row_version, is_gone)
     ${ofImport(number, `select ${number}, statement, line_id, source, 1, 0 from (${droppedBillLinesSql}) as told`)}`,
  );
}

/** Rows of later imports stand above those of earlier ones, and what is put in above what goes. */
const versionOf = (number: number): Readonly<{ gone: string; put: string }> => ({
  gone: String(number * 2),
  put: String(number * 2 + 1),
});

/** Named, and not asked for: a subquery that unites tables of several shards is refused where rows of a table are copied. */
const changed = "statement in (select arrayJoin($changed))";

/** Puts staged lines into the ledger: a statement that differs from what is there takes its place whole. */
export async function moveBillLines(connection: Connection, number: number): Promise<void> {
  const statements = await askOfImport(connection, number)(
    "select statement from changed_statements",
    {},
  );
  if (statements.length === 0) return;
  const parameters: SqlParameters = {
    changed: { type: "texts", texts: statements.map((row) => text(row, "statement")) },
  };
  const { gone, put } = versionOf(number);
  await connection.run(
    `insert into bill_lines
     ${ofImport(number, `select * replace (1 as is_gone, ${gone} as row_version) from (select * from bill_lines where ${changed} and row_version < ${gone})`)}`,
    parameters,
  );
  await moveRows(connection, number, {
    kind: "bill_lines",
    into: "bill_lines",
    which: `${changed} and place in (select place from arrived_bill_lines where stays)`,
    version: put,
    parameters,
  });
  await connection.run(
    `insert into bill_statements
       (statement, source, account, period_start, period_end, import, row_version, is_gone)
     ${ofImport(
       number,
       `select statement, source, regexpExtract(statement, '^[^:]*:(.*):[^:]*$', 1),
          min(billing_period_start), max(billing_period_end), ${number},
          greatest(${serverVersion}, ifNull((select max(row_version) from bill_statements), 0) + 1), 0
        from bill_lines where ${changed} group by statement, source`,
     )}`,
    parameters,
  );
  await countStatementsOnce(connection);
}

/** Which of several sources' statements about the same money counts, for all statements anew. */
async function countStatementsOnce(connection: Connection): Promise<void> {
  await changeRows(connection, "bill_statements", {
    set: { counted_by: "null", counted_by_source: "null" },
    where: `counted_by is not null and statement not in (select outranked from (${clickHouseSql(betterStatementsSql)}))`,
    version: laterVersion,
  });
  await connection.run(
    `insert into bill_statements
     select told.statement, told.source, told.account, told.period_start, told.period_end, told.import,
       better.statement, better.source, greatest(${serverVersion}, told.row_version + 1), 0
     from bill_statements as told
     join (${clickHouseSql(betterStatementsSql)}) as better on better.outranked = told.statement
     where told.counted_by is distinct from better.statement`,
  );
}
