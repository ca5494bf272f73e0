import { type BillDimension, HeadgateError } from "@headgate/contract";
import type { Picodollars } from "@headgate/money";
import { type Ask, namedIn, type SqlParameters, type SqlRow } from "../ask.ts";
import { rangeOf } from "../scope.ts";
import { integer, picodollarsSum, textOrNull } from "../sql-values.ts";
import { beyondCallsTo } from "./beyond-calls.ts";
import { billColumns, countedStatements, linesOfDays } from "./bill-scope.ts";

type Range = Readonly<{ from: string; to: string }>;

/** Two ranges whose bills are compared by every combination of some dimensions, thing by thing. */
export type BillCellsQuery = Range &
  Readonly<{
    /** The earlier range, which ends before the other begins. */
    before: Range;
    by: readonly [BillDimension, ...BillDimension[]];
    currency: string;
    /**
     * `of-days`: those for a day or less, in the range in which they begin, as a series of days has them. `whole`: those
     * whose whole charge period lies in one of the ranges.
     */
    lines: "of-days" | "whole";
    /** As in `bill-over-time`. */
    beyondCallsTo?: readonly string[];
    /** Cells that are told at most, the dearest of both ranges first. */
    limit: number;
  }>;

/** What the lines of one range say of one thing. */
type BilledAmount = Readonly<{
  lines: number;
  cost: Picodollars;
  /** Of the cell's unit, with twelve places; null where a line does not say how much it is for. */
  quantity: bigint | null;
}>;

/** One thing that was billed (a meter in a region, a model's output) with one combination of values. */
type BillCell = Readonly<{
  values: Readonly<Partial<Record<BillDimension, string | null>>>;
  before: BilledAmount;
  after: BilledAmount;
}>;

export type BillCells = Readonly<{
  cells: readonly BillCell[];
  /** Cells beyond the limit. */
  leftOut: number;
  /** Lines of these ranges that are in no cell: they reach over an edge of a range, or are for longer than a day. */
  otherLines: number;
  linesInOtherCurrencies: number;
}>;

/**
 * What did bills say in two ranges of each thing that they bill by quantity? Two lines are of one thing where what they are
 * for, where, and in which unit are the same. Whether it was paid on demand or out of a commitment is no other thing: it is
 * another price.
 *
 * @throws HeadgateError `request_invalid` where the ranges overlap
 */
export async function billCells(query: BillCellsQuery, ask: Ask): Promise<BillCells> {
  const { before, by, limit } = query;
  const ranges = { before: rangeOf(before), after: rangeOf(query) };
  if (ranges.before.toMs > ranges.after.fromMs) {
    throw new HeadgateError("request_invalid", "before: must end before the other range begins");
  }
  const beyond = beyondCallsTo(query.beyondCallsTo);
  const parameters: SqlParameters = {
    ...beyond.parameters,
    before_from: { type: "timestamp", ms: ranges.before.fromMs },
    before_to: { type: "timestamp", ms: ranges.before.toMs },
    from: { type: "timestamp", ms: ranges.after.fromMs },
    to: { type: "timestamp", ms: ranges.after.toMs },
    currency: { type: "text", text: query.currency },
    limit: { type: "integer", integer: limit },
  };
  const named = by.map((dimension, index) => `${billColumns[dimension]} as value_${index}`);
  const names = by.map((_, index) => `value_${index}`).join(", ");
  const things = THING.map((_, index) => `thing_${index}`).join(", ");
  const counts = `${countedStatements} and ${beyond.where}`;
  const isIn = query.lines === "whole" ? WITHIN : `(${BEGINS} and ${linesOfDays})`;
  const rows = await ask(
    `with scoped as (
      select charge_period_start >= $from as is_after, effective_cost as cost,
        coalesce(consumed_quantity, pricing_quantity, component_quantity) as quantity,
        ${THING.map((sql, index) => `${sql} as thing_${index}`).join(", ")}, ${named.join(", ")}
      from bill_lines
      where ${isIn} and ${counts} and billing_currency = $currency
    ),
    summed as (
      select ${names}, ${things},
        count(case when is_after then null else 1 end) as before_count,
        count(case when is_after then 1 end) as after_count,
        count(case when is_after or quantity is not null then null else 1 end) as before_unknown,
        count(case when is_after and quantity is null then 1 end) as after_unknown,
        sum(case when is_after then 0 else quantity end) as before_quantity,
        sum(case when is_after then quantity else 0 end) as after_quantity,
        sum(case when is_after then 0 else cost end) as before_cost,
        sum(case when is_after then cost else 0 end) as after_cost
      from scoped group by ${names}, ${things}
    ),
    placed as (
      select *, count(*) over () as cell_count,
        row_number() over (order by before_cost + after_cost desc, ${names}, ${things}) as place
      from summed
    )
    select ${names}, before_count, after_count, before_unknown, after_unknown, cell_count,
      cast(before_quantity as varchar) as before_quantity_text,
      cast(after_quantity as varchar) as after_quantity_text,
      cast(before_cost as varchar) as before_text, cast(after_cost as varchar) as after_text
    from placed where place <= $limit order by place`,
    parameters,
  );
  const apartSql = `
    select count(case when billing_currency = $currency and not ${isIn} then 1 end) as other_lines,
      count(case when billing_currency = $currency then null else 1 end) as other_currencies
    from bill_lines
    where ${TOUCHES} and ${counts}`;
  const [apart] = await ask(apartSql, namedIn(apartSql, parameters));
  if (apart === undefined) throw new TypeError("an aggregate without groups answered no row");
  const [first] = rows;
  return {
    cells: rows.map((row) => ({
      values: Object.fromEntries(
        by.map((dimension, index) => [dimension, textOrNull(row, `value_${index}`)]),
      ),
      before: amountFrom(row, "before"),
      after: amountFrom(row, "after"),
    })),
    leftOut: first === undefined ? 0 : integer(first, "cell_count") - rows.length,
    otherLines: integer(apart, "other_lines"),
    linesInOtherCurrencies: integer(apart, "other_currencies"),
  };
}

/** What makes two lines be of one thing: the same unit among them, for no quantities of two units are added. */
const THING = [
  "provider_name",
  "service_name",
  "sku_id",
  "sku_meter",
  "region_id",
  "model",
  "component",
  "service_tier",
  "charge_category",
  `case when consumed_quantity is not null then coalesce(consumed_unit, '')
     when pricing_quantity is not null then coalesce(pricing_unit, '')
     when component_quantity is not null then coalesce(component, '') end`,
] as const;

const BEGINS = `((charge_period_start >= $before_from and charge_period_start < $before_to)
  or (charge_period_start >= $from and charge_period_start < $to))`;
const WITHIN = `((charge_period_start >= $before_from and charge_period_end <= $before_to)
  or (charge_period_start >= $from and charge_period_end <= $to))`;
const TOUCHES = `((charge_period_start < $before_to and charge_period_end > $before_from)
  or (charge_period_start < $to and charge_period_end > $from))`;

const amountFrom = (row: SqlRow, range: "before" | "after"): BilledAmount => ({
  lines: integer(row, `${range}_count`),
  cost: picodollarsSum(row, `${range}_text`),
  quantity:
    integer(row, `${range}_unknown`) > 0
      ? null
      : // Decimals of the ledger have the places of money.
        picodollarsSum(row, `${range}_quantity_text`),
});
