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
import { dimensionColumns } from "./rollups/rollups.ts";
import { rangeOf, scopeOf } from "./scope.ts";
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
  const { before, by, limit, ...rest } = query;
  const scope = await scopeOf({ ...rest, from: before.from }, ask);
  const scoped = `scoped as (
    select case when started_at < $before_to then 'before' else 'after' end as period,
      ${dimensionColumns[by]} as group_value, model as model_name, confidence as trust,
      effective_cost as cost, charge_lines as line_texts
    from ${scope.attempts}
    where ${scope.where} and (started_at < $before_to or started_at >= $after_from)
  ),
  summed as (
    select period, group_value, model_name, count(*) as attempt_count, sum(cost) as cost_sum
    from scoped where trust <> 'unknown'
    group by period, group_value, model_name
  ),
  places as (
    select group_value, row_number() over (
      order by abs(sum(case when period = 'after' then cost_sum else -cost_sum end)) desc,
        sum(cost_sum) desc, group_value asc nulls last
    ) as place
    from summed group by group_value
  )`;
  const placed = `case when place <= $limit then %.group_value end as shown_value, place > $limit as is_other`;
  const parameters: SqlParameters = {
    ...scope.parameters,
    before_to: { type: "timestamp", ms: ranges.before.toMs },
    after_from: { type: "timestamp", ms: ranges.after.fromMs },
  };
  const limited: SqlParameters = { ...parameters, limit: { type: "integer", integer: limit } };
  const sums = await ask(
    `with ${scoped}
    select period, ${placed.replace("%", "summed")}, model_name,
      cast(sum(attempt_count) as bigint) as attempt_total, cast(sum(cost_sum) as varchar) as cost_text
    from summed join places on summed.group_value is not distinct from places.group_value
    group by period, shown_value, is_other, model_name
    order by period, is_other, shown_value nulls last, model_name nulls last`,
    limited,
  );
  const buckets = await ask(
    `with ${scoped},
    lines as (
      select period, group_value, model_name, unnest(from_json(line_texts, '${LINES}')) as line
      from scoped where trust <> 'unknown'
    ),
    by_bucket as (
      select period, group_value, model_name, line.component as bucket,
        sum(line.quantity) as quantity_sum,
        sum(cast(coalesce(line.overlay.effective_cost, line.list_cost) as decimal(38, 12))) as cost_sum
      from lines
      where line.model is null and line.component in (${BUCKETS})
      group by period, group_value, model_name, bucket
    )
    select period, ${placed.replace("%", "by_bucket")}, model_name, bucket,
      cast(sum(quantity_sum) as bigint) as token_total, cast(sum(cost_sum) as varchar) as cost_text
    from by_bucket join places on by_bucket.group_value is not distinct from places.group_value
    group by period, shown_value, is_other, model_name, bucket
    order by bucket`,
    limited,
  );
  const unpriced = await ask(
    `with ${scoped}
    select period, count(*) as attempt_count from scoped where trust = 'unknown' group by period`,
    parameters,
  );
  return { rows: rowsFrom(sums, buckets), unpriced: unpricedFrom(unpriced) };
}

/** The parts of a charge's lines that are read, as DuckDB's `from_json` takes them. */
const LINES = JSON.stringify([
  {
    model: "VARCHAR",
    component: "VARCHAR",
    quantity: "BIGINT",
    list_cost: "VARCHAR",
    overlay: { effective_cost: "VARCHAR" },
  },
]);
const BUCKETS = tokenBuckets.map((bucket) => `'${bucket}'`).join(", ");

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
