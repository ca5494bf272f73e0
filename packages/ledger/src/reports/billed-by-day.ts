import type { BilledDay, Reports } from "../store.ts";
import type { Ask, SqlRow } from "./ask.ts";
import { scopeOf } from "./scope.ts";
import { integer, picodollarsOrNull, picodollarsSum, text, textOrNull } from "./sql-values.ts";

/**
 * What is each UTC day billed as, by provider, model and price? In the order of days, then of names: who
 * works credits out by it gets the same answer each time.
 *
 * The price record tells what the price book calls provider, model and tier, which a contract may name.
 */
export async function billedByDay(
  query: Reports["billed-by-day"]["query"],
  ask: Ask,
): Promise<readonly BilledDay[]> {
  const { attempts, where, parameters } = await scopeOf(query, ask);
  const sql = `
with billed as (
  select date_trunc('day', started_at) as day, provider, model, simulated, confidence, billed_cost,
    nullif(regexp_extract(charge_lines, '"price_record":"([^"]*)"', 1), '') as record
  from ${attempts}
  where ${where}
)
select epoch_ms(day) as day_ms, provider, model, record,
  cast(sum(case when not simulated then billed_cost end) as varchar) as billed_cost_sum,
  cast(sum(case when simulated then billed_cost end) as varchar) as simulated_cost_sum,
  count(case when not simulated and confidence = 'unknown' then 1 end) as unpriced_attempts
from billed
group by day, provider, model, record
order by day, provider, model asc nulls last, record asc nulls last`;
  return (await ask(sql, parameters)).map(dayFrom);
}

function dayFrom(row: SqlRow): BilledDay {
  const billedCost = picodollarsOrNull(row, "billed_cost_sum");
  const model = textOrNull(row, "model");
  const priceRecord = textOrNull(row, "record");
  return {
    dayStartMs: integer(row, "day_ms"),
    provider: text(row, "provider"),
    model: model === null ? undefined : model,
    priceRecord: priceRecord === null ? undefined : priceRecord,
    billedCost: billedCost === null ? undefined : billedCost,
    simulatedCost: picodollarsSum(row, "simulated_cost_sum"),
    unpricedAttempts: integer(row, "unpriced_attempts"),
  };
}
