import type { SqlParameters } from "../../reports/ask.ts";
import type { Connection } from "../connection.ts";
import { ofImport, type StagedKind } from "./import-sql.ts";

/** Keeps what becomes of an import's rows of one kind: the same again changes nothing. */
export const insertArrived = (
  connection: Connection,
  number: number,
  {
    kind,
    columns,
    sql,
    parameters = {},
  }: Readonly<{ kind: StagedKind; columns: string; sql: string; parameters?: SqlParameters }>,
): Promise<void> =>
  connection.run(
    `insert into import_arrived
       (import, kind, place, row_id, statement, source, happened_at, stays, state, row_version, is_gone)
     ${ofImport(number, `select ${number}, '${kind}', ${columns}, 1, 0 from (${sql}) as told`)}`,
    parameters,
  );
