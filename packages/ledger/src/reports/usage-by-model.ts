import {
  type chargesQuery,
  type Dimension,
  type filterQuery,
  HeadgateError,
  type TokenBucket,
  tokenBuckets,
} from "@headgate/contract";
import type { Picodollars } from "@headgate/money";
import type { z } from "zod";
import type { Ask, SqlParameters, SqlRow } from "./ask.ts";
import { linePartsOf } from "./rollups/line-parts.ts";
import { columnKey, dimensionKey, partsOf } from "./rollups/parts.ts";
import { rangeOf } from "./scope.ts";
import { integer, picodollarsSum, text, textOrNull, truth } from "./sql-values.ts";

/** Two ranges to compare, by a dimension; the values that moved the cost least are grouped away. */
export type UsageByModelQuery = z.output<typeof filterQuery> &
  z.output<typeof chargesQuery> &
  Readonly<{
    from: string;
    to: string;
    /** The earlier range, which ends before the other begins. */
    before: Readonly<{ from: string; to: string }>;
    by: Dimension;
    /** Values that are named at most, from 1 to 1,000. */
    limit: number;
  }>;

const periods = ["before", "after"] as const;
type UsagePeriod = (typeof periods)[number];

/** Priced attempts of one value and model in one of the ranges. */
type UsageOfModel = Readonly<{
  period: UsagePeriod;
  value: string | null;
  /** Whether it is the rest, of values that are not named. */
  isOther: boolean;
  model: string | null;
  attempts: number;
  cost: Picodollars;
  /** What the charges' lines say by bucket, of the attempt's own model. */
  buckets: readonly Readonly<{ bucket: TokenBucket; tokens: number; cost: Picodollars }>[];
}>;

export type UsageByModel = Readonly<{
  rows: readonly UsageOfModel[];
  /** Attempts whose cost is not known: they are in no row. */
  unpriced: Readonly<Record<UsagePeriod, number>>;
}>;

/** What did each value of a dimension use and pay, by model and token bucket, in two ranges? */
export async function usageByModel(query: UsageByModelQuery, ask: Ask): Promise<UsageByModel> {
  const ranges = { before: rangeOf(query.before), after: rangeOf(query) };
  if (ranges.before.toMs > ranges.after.fromMs) {
    throw new HeadgateError("request_invalid", "before: must end before the other range begins");
  }
  const { before: earlier, by, limit, ...rest } = query;
  const keys = [dimensionKey("group_value", by), columnKey("model_name", "model")];
  const partsOfPeriod = async (period: UsagePeriod, range: { from: string; to: string }) => {
    const asked = { ...rest, ...range };
    const measures = ["attempt_count", "unpriced_attempts", "effective_cost_sum"] as const;
    const named = `_${period}`;
    const parts = await partsOf(asked, { keys, measures, unfinished: false, named }, ask);
    return { parts, lines: linePartsOf(asked, keys, parts.surroundings, named) };
  };
  const before = await partsOfPeriod("before", earlier);
  const after = await partsOfPeriod("after", query);
  const summed = `${before.parts.ctes},
  ${after.parts.ctes},
  scoped as (
    select 'before' as period, * from parts_before
    union all
    select 'after' as period, * from parts_after
  ),
  summed as (
    select period, group_value, model_name,
      sum(part_attempt_count - part_unpriced_attempts) as attempt_count,
      sum(part_effective_cost_sum) as cost_sum
    from scoped
    group by period, group_value, model_name
    having sum(part_attempt_count - part_unpriced_attempts) > 0
  ),
  places as (
    select group_value, row_number() over (
      order by abs(sum(case when period = 'after' then cost_sum else -cost_sum end)) desc,
        sum(cost_sum) desc, group_value asc nulls last
    ) as place
    from summed group by group_value
  )`;
  const placed = `case when place <= $limit then %.group_value end as shown_value, place > $limit as is_other`;
  const parameters: SqlParameters = { ...before.parts.parameters, ...after.parts.parameters };
  const limited: SqlParameters = { ...parameters, limit: { type: "integer", integer: limit } };
  const sums = await ask(
    `with ${summed}
    select period, ${placed.replace("%", "summed")}, model_name,
      cast(sum(attempt_count) as bigint) as attempt_total, cast(sum(cost_sum) as varchar) as cost_text
    from summed join places on summed.group_value is not distinct from places.group_value
    group by period, shown_value, is_other, model_name
    order by period, is_other, shown_value nulls last, model_name nulls last`,
    limited,
  );
  const buckets = await ask(
    `with ${summed},
    by_bucket as (
      select 'before' as period, * from (${before.lines.sql})
      union all
      select 'after' as period, * from (${after.lines.sql})
    )
    select period, ${placed.replace("%", "by_bucket")}, model_name, bucket,
      cast(sum(part_quantity) as bigint) as token_total, cast(sum(part_cost) as varchar) as cost_text
    from by_bucket join places on by_bucket.group_value is not distinct from places.group_value
    group by period, shown_value, is_other, model_name, bucket
    order by bucket`,
    { ...limited, ...before.lines.parameters, ...after.lines.parameters },
  );
  const unpriced = await ask(
    `with ${summed}
    select period, cast(sum(part_unpriced_attempts) as bigint) as attempt_count
    from scoped group by period having sum(part_unpriced_attempts) > 0`,
    parameters,
  );
  return { rows: rowsFrom(sums, buckets), unpriced: unpricedFrom(unpriced) };
}

const cellOf = (row: SqlRow): string =>
  JSON.stringify([
    text(row, "period"),
    textOrNull(row, "shown_value"),
    truth(row, "is_other"),
    textOrNull(row, "model_name"),
  ]);

function rowsFrom(sums: readonly SqlRow[], buckets: readonly SqlRow[]): readonly UsageOfModel[] {
  const byCell = new Map<string, UsageOfModel["buckets"][number][]>();
  for (const row of buckets) {
    const cell = cellOf(row);
    const found = byCell.get(cell) ?? [];
    byCell.set(cell, found);
    const bucket = tokenBuckets.find((name) => name === row.bucket);
    if (bucket === undefined) throw new TypeError(`no bucket "${row.bucket}"`);
    found.push({
      bucket,
      tokens: integer(row, "token_total"),
      cost: picodollarsSum(row, "cost_text"),
    });
  }
  return sums.map((row) => ({
    period: periodFrom(row),
    value: textOrNull(row, "shown_value"),
    isOther: truth(row, "is_other"),
    model: textOrNull(row, "model_name"),
    attempts: integer(row, "attempt_total"),
    cost: picodollarsSum(row, "cost_text"),
    buckets: byCell.get(cellOf(row)) ?? [],
  }));
}

function unpricedFrom(rows: readonly SqlRow[]): UsageByModel["unpriced"] {
  const counts = { before: 0, after: 0 };
  for (const row of rows) counts[periodFrom(row)] = integer(row, "attempt_count");
  return counts;
}

function periodFrom(row: SqlRow): UsagePeriod {
  const period = periods.find((name) => name === row.period);
  if (period === undefined) throw new TypeError(`no period "${row.period}"`);
  return period;
}
