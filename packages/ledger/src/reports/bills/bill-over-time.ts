import type { Reports } from "../../store.ts";
import type { Ask, SqlParameters } from "../ask.ts";
import { refuseManyBuckets } from "../spend-over-time.ts";
import { isoTime, textOrNull, truth } from "../sql-values.ts";
import { beyondCallsTo } from "./beyond-calls.ts";
import {
  billCostsFrom,
  billMeasuresSql,
  billTotalsSql,
  linesSeenElsewhere,
} from "./bill-measures.ts";
import { billGroupOf, billScopeOf, linesOfDays, rankedSum } from "./bill-scope.ts";

/**
 * How did the bills move? Each line stands in the bucket (UTC, weeks from Monday) in which its charge
 * period begins: a line for a whole month is not spread over its days. With `by`, the `limit` dearest
 * values of each currency over the whole range are named, and the rest is one `other`.
 */
export async function billOverTime(
  query: Reports["bill-over-time"]["query"],
  ask: Ask,
): Promise<Reports["bill-over-time"]["result"]> {
  refuseManyBuckets(query);
  const scope = billScopeOf(query);
  const { group, parameters } = groupOf(query.by);
  const beyond = beyondCallsTo(query.beyondCallsTo);
  const bucket = `date_trunc('${query.grain}', charge_period_start)`;
  const sql = `
with measured as (
  select ${bucket} as bucket, billing_currency, ${group} as group_value, ${billMeasuresSql}
  from bill_lines
  where ${scope.where} and ${scope.which} and ${query.ofDays === true ? linesOfDays : "true"}
    and ${beyond.where}
  group by bucket, billing_currency, group_value
),
places as (
  select billing_currency, group_value, row_number() over (
    partition by billing_currency
    order by sum(${rankedSum(query.rank)}) desc, sum(line_count) desc, group_value asc nulls last
  ) as place
  from measured
  group by billing_currency, group_value
),
placed as (
  select measured.*, place > $limit as is_other,
    case when place <= $limit then place end as shown_place,
    case when place <= $limit then measured.group_value end as shown_value
  from measured
  join places
    on places.billing_currency = measured.billing_currency
    and places.group_value is not distinct from measured.group_value
)
select epoch_ms(bucket) as start_ms, billing_currency, is_other, shown_place, shown_value,
  ${billTotalsSql}
from placed
group by bucket, billing_currency, is_other, shown_place, shown_value
order by start_ms, billing_currency, is_other, shown_place nulls last`;
  const rows = await ask(sql, {
    ...scope.parameters,
    ...parameters,
    ...beyond.parameters,
    limit: { type: "integer", integer: query.limit },
  });
  return {
    rows: rows.map((row) => ({
      start: isoTime(row, "start_ms"),
      group: textOrNull(row, "shown_value"),
      is_other: truth(row, "is_other"),
      ...billCostsFrom(row),
    })),
    lines_seen_elsewhere: await linesSeenElsewhere(scope, ask),
  };
}

const groupOf = (
  by: Reports["bill-over-time"]["query"]["by"],
): Readonly<{ group: string; parameters: SqlParameters }> =>
  by === undefined ? { group: "cast(null as varchar)", parameters: {} } : billGroupOf(by);
