import type { Ask, SqlParameters, SqlRow } from "../ask.ts";
import { dollarsSum, integer, integerSum, text } from "../sql-values.ts";
import { outrankedStatements } from "./bill-scope.ts";

/** Sums over bill lines of one currency. What some lines lack adds nothing, and they are counted. */
export const billMeasuresSql = `
  count(*) as line_count,
  sum(billed_cost) as billed_cost_sum,
  sum(effective_cost) as effective_cost_sum,
  sum(list_cost) as list_cost_sum,
  count(*) - count(list_cost) as without_list_cost,
  sum(contracted_cost) as contracted_cost_sum,
  count(*) - count(contracted_cost) as without_contracted_cost`;

/** {@link billMeasuresSql} added up once more, as an engine answers it. */
export const billTotalsSql = `
  sum(line_count) as line_count_total,
  cast(sum(billed_cost_sum) as varchar) as billed_cost_text,
  cast(sum(effective_cost_sum) as varchar) as effective_cost_text,
  cast(sum(list_cost_sum) as varchar) as list_cost_text,
  sum(without_list_cost) as without_list_cost_total,
  cast(sum(contracted_cost_sum) as varchar) as contracted_cost_text,
  sum(without_contracted_cost) as without_contracted_cost_total`;

/** Reads a row of {@link billTotalsSql}, with `billing_currency` beside it. */
export const billCostsFrom = (row: SqlRow) => ({
  billing_currency: text(row, "billing_currency"),
  lines: integerSum(row, "line_count_total"),
  billed_cost: dollarsSum(row, "billed_cost_text"),
  effective_cost: dollarsSum(row, "effective_cost_text"),
  list_cost: dollarsSum(row, "list_cost_text"),
  lines_without_list_cost: integerSum(row, "without_list_cost_total"),
  contracted_cost: dollarsSum(row, "contracted_cost_text"),
  lines_without_contracted_cost: integerSum(row, "without_contracted_cost_total"),
});

/** How many of these lines do not count, for another source's bill is about the same money. */
export async function linesSeenElsewhere(
  { where, parameters }: Readonly<{ where: string; parameters: SqlParameters }>,
  ask: Ask,
): Promise<number> {
  const [row] = await ask(
    `select count(*) as line_count from bill_lines where ${where} and ${outrankedStatements}`,
    parameters,
  );
  if (row === undefined) throw new TypeError("an aggregate without groups answered no row");
  return integer(row, "line_count");
}
