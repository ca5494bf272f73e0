import type { Reports } from "../../store.ts";
import type { Ask, SqlParameters } from "../ask.ts";
import { explainable } from "../bill-coverage.ts";
import { integer, text, textOrNull } from "../sql-values.ts";
import { countedStatements } from "./bill-scope.ts";

/**
 * Accounts whose bill ends within a day (UTC) of the range `from` to `to`, as an hourly one does while it grows. Lines
 * count from the beginning of the range on, with those behind it: they tell whether the bill goes on.
 */
export async function billsEndingWithinADay(
  range: SqlParameters,
  ask: Ask,
): Promise<Reports["spend"]["result"]["bills_ending_within_a_day"]> {
  const rows = await ask(
    `select billed_provider, billed_account, epoch_ms(stated_until) as until_ms
     from (
       select provider as billed_provider, coalesce(sub_account_id, billing_account_id) as billed_account,
         max(charge_period_end) as stated_until
       from bill_lines
       where charge_period_end > $from and ${countedStatements} and ${explainable}
       group by billed_provider, billed_account
     ) as ends
     where stated_until < $to and stated_until > date_trunc('day', stated_until)
     order by billed_provider, billed_account`,
    range,
  );
  return rows.map((row) => ({
    provider: text(row, "billed_provider"),
    account: textOrNull(row, "billed_account"),
    until: new Date(integer(row, "until_ms")).toISOString(),
  }));
}
