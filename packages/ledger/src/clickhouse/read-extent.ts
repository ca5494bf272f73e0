import { integer, integerOrNull } from "../reports/sql-values.ts";
import type { LedgerExtent } from "../store.ts";
import type { Connection } from "./connection.ts";

/** How far the ledger reaches. */
export async function readExtent(connection: Connection): Promise<LedgerExtent> {
  const [row] = await connection.ask(
    `select count(*) as row_count, epoch_ms(min(started_at)) as first_ms,
       epoch_ms(max(started_at)) as last_ms,
       (select epoch_ms(min(charge_period_start)) from bill_lines) as bills_from_ms,
       (select epoch_ms(max(charge_period_end)) from bill_lines) as bills_to_ms
     from attempts`,
    {},
  );
  if (row === undefined) throw new TypeError("an aggregate without groups answered no row");
  return {
    rows: integer(row, "row_count"),
    firstRowAtMs: integerOrNull(row, "first_ms") ?? undefined,
    lastRowAtMs: integerOrNull(row, "last_ms") ?? undefined,
    billsFromMs: integerOrNull(row, "bills_from_ms") ?? undefined,
    billsToMs: integerOrNull(row, "bills_to_ms") ?? undefined,
  };
}
