import { tokenBuckets } from "@headgate/contract";

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

/**
 * The lines of priced charges that are for tokens of the attempt's own model, as `bucket`, `quantity` and
 * `cost` beside the columns of their attempts.
 */
export const linesSql = (source: string, where: string, columns: readonly string[]): string => `
  select ${columns.join(", ")}, line.component as bucket, line.quantity as quantity,
    cast(coalesce(line.overlay.effective_cost, line.list_cost) as decimal(38, 12)) as cost
  from (
    select ${columns.join(", ")}, unnest(from_json(charge_lines, '${LINES}')) as line
    from ${source}
    where ${where} and confidence <> 'unknown'
  )
  where line.model is null
    and line.component in (${tokenBuckets.map((bucket) => `'${bucket}'`).join(", ")})`;
