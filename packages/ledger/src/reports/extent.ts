import type { LedgerExtent } from "../store.ts";
import type { SqlRow } from "./ask.ts";
import { linesOfDays } from "./bills/bill-scope.ts";
import { integer, integerOrNull } from "./sql-values.ts";

/** How far the ledger reaches. Bills that have longer lines alone reach, day by day, as far as these do. */
export const extentSql = `select count(*) as row_count, epoch_ms(min(started_at)) as first_ms,
  epoch_ms(max(started_at)) as last_ms,
  (select epoch_ms(min(charge_period_start)) from bill_lines) as bills_from_ms,
  (select epoch_ms(max(charge_period_end)) from bill_lines) as bills_to_ms,
  coalesce(
    (select epoch_ms(max(charge_period_end)) from bill_lines where ${linesOfDays}),
    (select epoch_ms(max(charge_period_end)) from bill_lines)
  ) as bills_daily_to_ms
from attempts`;

/** The answer to {@link extentSql}. */
export function extentOf([row]: readonly SqlRow[]): LedgerExtent {
  if (row === undefined) throw new TypeError("an aggregate without groups answered no row");
  return {
    rows: integer(row, "row_count"),
    firstRowAtMs: integerOrNull(row, "first_ms") ?? undefined,
    lastRowAtMs: integerOrNull(row, "last_ms") ?? undefined,
    billsFromMs: integerOrNull(row, "bills_from_ms") ?? undefined,
    billsToMs: integerOrNull(row, "bills_to_ms") ?? undefined,
    billsDailyToMs: integerOrNull(row, "bills_daily_to_ms") ?? undefined,
  };
}
