import type { SqlRow } from "./ask.ts";
import { text } from "./sql-values.ts";

/**
 * Numbers of rows that agree in all else, as one text for all of them: an answer of fifty thousand rows, most
 * of whose columns repeat the row before, takes longer to hand over than to work out.
 *
 * @param columns numbers, or texts of such
 */
export const seriesSql = (columns: readonly string[]): string =>
  `string_agg(concat_ws(' ', ${columns.map((column) => `coalesce(cast(${column} as varchar), '')`).join(", ")}), ',')`;

/** What {@link seriesSql} was made of: for each row its numbers as texts, in their order; empty where there is none. */
export const seriesFrom = (row: SqlRow, name: string): readonly (readonly string[])[] =>
  text(row, name)
    .split(",")
    .map((numbers) => numbers.split(" "));
