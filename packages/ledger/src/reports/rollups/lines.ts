import { tokenBuckets } from "@headgate/contract";
import { dollarsOfTextSql } from "../picodollars-sql.ts";

/** The parts of a charge's lines that are read, as DuckDB's `from_json` takes them. */
const partsOfLine = (costs: readonly Cost[]): string =>
  JSON.stringify([
    {
      model: "VARCHAR",
      component: "VARCHAR",
      quantity: "BIGINT",
      list_cost: "VARCHAR",
      overlay: Object.fromEntries(costs.map((cost) => [cost, "VARCHAR"])),
    },
  ]);

type Cost = "effective_cost" | "billed_cost";

const costOfLine = (cost: Cost): string =>
  `${dollarsOfTextSql(`coalesce(line.overlay.${cost}, line.list_cost)`)} as line_${cost}`;

/**
 * The lines of charges, one row a line: these columns of their attempts, `line_model` where it is another
 * model's, `component`, `quantity`, and what the line costs.
 *
 * @param where which attempts of the source
 * @param costs which costs of a line are told
 */
export const linesSql = (
  source: string,
  where: string,
  columns: readonly string[],
  costs: readonly Cost[] = ["effective_cost", "billed_cost"],
): string => `
  select ${columns.join(", ")}, line.model as line_model, line.component as component,
    line.quantity as quantity, ${costs.map(costOfLine).join(", ")}
  from (
    select ${columns.join(", ")}, unnest(from_json(charge_lines, '${partsOfLine(costs)}')) as line
    from ${source}
    where ${where}
  )`;

/** Of the lines of priced charges, those that are for tokens of the attempt's own model. */
export const isOwnTokens = `line_model is null and confidence <> 'unknown'
  and component in (${tokenBuckets.map((bucket) => `'${bucket}'`).join(", ")})`;
