import {
  type chargesQuery,
  type Dimension,
  type filterQuery,
  HeadgateError,
} from "@headgate/contract";
import type { Picodollars } from "@headgate/money";
import type { z } from "zod";
import type { Ask, SqlRow } from "./ask.ts";
import { dimensionColumns } from "./rollups/rollups.ts";
import { rangeOf, scopeOf } from "./scope.ts";
import { integer, picodollarsSum, textOrNull } from "./sql-values.ts";

/** Two ranges whose cost is compared by every combination of some dimensions. */
export type ChangeCellsQuery = z.output<typeof filterQuery> &
  z.output<typeof chargesQuery> &
  Readonly<{
    from: string;
    to: string;
    /** The earlier range, which ends before the other begins. */
    before: Readonly<{ from: string; to: string }>;
    by: readonly [Dimension, ...Dimension[]];
    /** Combinations that are told at most, the dearest of both ranges first. */
    limit: number;
  }>;

/** What priced attempts of one combination of values cost in each range, and the tokens that they told. */
type ChangeCell = Readonly<{
  values: Readonly<Partial<Record<Dimension, string | null>>>;
  before: Readonly<{ attempts: number; tokens: number; cost: Picodollars }>;
  after: Readonly<{ attempts: number; tokens: number; cost: Picodollars }>;
}>;

export type ChangeCells = Readonly<{
  cells: readonly ChangeCell[];
  /** Combinations beyond the limit: they are in no cell. */
  leftOut: number;
}>;

/**
 * What did each combination of values cost in two ranges? It reads columns alone, not the lines of charges.
 *
 * @throws HeadgateError `request_invalid` where the ranges overlap
 */
export async function changeCells(query: ChangeCellsQuery, ask: Ask): Promise<ChangeCells> {
  const { before, by, limit, ...rest } = query;
  const ranges = { before: rangeOf(before), after: rangeOf(query) };
  if (ranges.before.toMs > ranges.after.fromMs) {
    throw new HeadgateError("request_invalid", "before: must end before the other range begins");
  }
  const scope = await scopeOf({ ...rest, from: before.from }, ask);
  const names = by.map((_, index) => `value_${index}`).join(", ");
  const named = by.map((dimension, index) => `${dimensionColumns[dimension]} as value_${index}`);
  const rows = await ask(
    `with scoped as (
      select started_at >= $after_from as is_after, effective_cost as cost,
        coalesce(input_tokens, 0) + coalesce(output_tokens, 0) as tokens, ${named.join(", ")}
      from ${scope.attempts}
      where ${scope.where} and (started_at < $before_to or started_at >= $after_from)
        and confidence <> 'unknown'
    ),
    summed as (
      select ${names},
        count(case when is_after then null else 1 end) as before_count,
        count(case when is_after then 1 end) as after_count,
        sum(case when is_after then 0 else tokens end) as before_tokens,
        sum(case when is_after then tokens else 0 end) as after_tokens,
        sum(case when is_after then 0 else cost end) as before_cost,
        sum(case when is_after then cost else 0 end) as after_cost
      from scoped group by ${names}
    ),
    placed as (
      select *, count(*) over () as cell_count,
        row_number() over (order by before_cost + after_cost desc, ${names}) as place
      from summed
    )
    select ${names}, before_count, after_count, cell_count,
      cast(before_tokens as bigint) as before_token_sum, cast(after_tokens as bigint) as after_token_sum,
      cast(before_cost as varchar) as before_text, cast(after_cost as varchar) as after_text
    from placed where place <= $limit order by place`,
    {
      ...scope.parameters,
      before_to: { type: "timestamp", ms: ranges.before.toMs },
      after_from: { type: "timestamp", ms: ranges.after.fromMs },
      limit: { type: "integer", integer: limit },
    },
  );
  const [first] = rows;
  return {
    cells: rows.map((row) => cellFrom(row, by)),
    leftOut: first === undefined ? 0 : integer(first, "cell_count") - rows.length,
  };
}

const cellFrom = (row: SqlRow, by: readonly Dimension[]): ChangeCell => ({
  values: Object.fromEntries(
    by.map((dimension, index) => [dimension, textOrNull(row, `value_${index}`)]),
  ),
  before: {
    attempts: integer(row, "before_count"),
    tokens: integer(row, "before_token_sum"),
    cost: picodollarsSum(row, "before_text"),
  },
  after: {
    attempts: integer(row, "after_count"),
    tokens: integer(row, "after_token_sum"),
    cost: picodollarsSum(row, "after_text"),
  },
});
