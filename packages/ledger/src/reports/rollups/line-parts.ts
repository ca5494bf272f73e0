import type { SqlParameters } from "../ask.ts";
import { toWidePicodollarsSql } from "../picodollars-sql.ts";
import { filterOf, rangeOf, type ScopedQuery } from "../scope.ts";
import { isOwnTokens, linesSql } from "./lines.ts";
import { joinsOf, type PartKey, rollupFor, TIME_OF_DAY } from "./parts.ts";
import { lineRollups } from "./rollups.ts";
import { rowsSql, stretchesOf, stretchWhere } from "./stretches.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * A query for the lines of charges that a question is about, by these keys and by token bucket:
 * `part_quantity` and `part_picodollars`, of priced attempts and their own models. The same key can come again.
 */
export function linePartsOf(
  query: ScopedQuery,
  keys: readonly PartKey[],
  surroundings: Surroundings,
  named: string,
): Readonly<{ sql: string; parameters: SqlParameters }> {
  const range = rangeOf(query);
  const filters = filterOf(query);
  const needs = [...new Set([...keys.flatMap((key) => key.needs), ...filters.needs])];
  const rollup = rollupFor(lineRollups, needs);
  const joined = joinsOf(keys);
  let parameters: SqlParameters = { ...filters.parameters, ...joined.parameters };
  const selected = keys.map(({ name, sql }) => `${sql} as ${name}`);
  const grouping = [...keys.map(({ name }) => name), "bucket"].join(", ");
  const selects = stretchesOf(range, surroundings, rollup !== undefined).map((stretch, index) => {
    const { where, parameters: own } = stretchWhere(stretch, `line${named}_${index}`);
    parameters = { ...parameters, ...own };
    const conditions = [where, ...filters.conditions].join(" and ");
    return stretch.from === "rollups" && rollup !== undefined
      ? `select ${[...selected, "bucket"].join(", ")}, sum(day_quantity) as part_quantity,
          sum(day_cost) as part_picodollars
        from ${rollup.name} ${joined.sql} where ${conditions} group by ${grouping}`
      : `select ${[...selected, "component as bucket"].join(", ")}, sum(quantity) as part_quantity,
          ${toWidePicodollarsSql("sum(line_effective_cost)")} as part_picodollars
        from (${linesSql(rowsSql(where, surroundings), conditions, columnsOfLines(needs), ["effective_cost"])}) ${joined.sql}
        where ${isOwnTokens} group by ${grouping}`;
  });
  return { sql: selects.join("\nunion all\n"), parameters };
}

/** What is read of a line's attempt: its time and what says whether its charge is priced as well. */
const columnsOfLines = (needs: readonly string[]): readonly string[] => [
  ...new Set([...needs.filter((need) => need !== TIME_OF_DAY), "started_at", "confidence"]),
];
