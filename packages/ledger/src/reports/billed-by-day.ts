import type { BilledDay, Reports } from "../store.ts";
import type { Ask, SqlRow } from "./ask.ts";
import { columnKey, partsOf, timeKey } from "./rollups/parts.ts";
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
  const parts = await partsOf(
    query,
    {
      keys: [
        timeKey("day"),
        ...["provider", "model", "simulated", "confidence"].map((column) =>
          columnKey(`key_${column}`, column),
        ),
        columnKey("record", "price_record"),
      ],
      measures: ["attempt_count", "billed_cost_sum"],
      unfinished: false,
    },
    ask,
  );
  const sql = `
with ${parts.ctes}
select epoch_ms(bucket) as day_ms, key_provider as provider, key_model as model, record,
  cast(sum(case when not key_simulated then part_billed_cost_sum end) as varchar) as billed_cost_sum,
  cast(sum(case when key_simulated then part_billed_cost_sum end) as varchar) as simulated_cost_sum,
  sum(case when not key_simulated and key_confidence = 'unknown' then part_attempt_count else 0 end)
    as unpriced_attempts
from parts
group by bucket, key_provider, key_model, record
order by bucket, key_provider, key_model asc nulls last, record asc nulls last`;
  return (await ask(sql, parts.parameters)).map(dayFrom);
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
