import { currentSums, type SumsSource } from "./rollups/current-sums.ts";
import { translateFunctions } from "./sql-functions.ts";
import { type Token, tokensOf } from "./sql-tokens.ts";

/**
 * A text of the ledger's questions as ClickHouse takes it. Both engines are asked the same texts: where a word of
 * theirs differs, ClickHouse's is put in its place here, and nothing is created on the server for it. Parameters stay
 * `$name`.
 * @param sums what its sums by day are read from
 */
export const clickHouseSql = (sql: string, sums: SumsSource = currentSums): string =>
  translateFunctions(tokensOf(withoutNeedlessTables(sql)))
    .map((token) => wordOf(token, sums))
    .join("");

/** Where an expression must be worked out once, it is a table already (`sql-steps.ts`). */
const withoutNeedlessTables = (sql: string): string =>
  sql.replaceAll(/ as (?:not )?materialized \(/g, " as (");

/** Single words that differ. A word before `(` is a function, and was looked at already. */
function wordOf({ kind, text }: Token, sums: SumsSource): string {
  switch (kind) {
    case "text":
      // A backslash in a text is one in DuckDB, and begins an escape in ClickHouse.
      return text.replaceAll("\\", "\\\\");
    case "word":
      if (text === "exclude") return "except";
      return sums(text) ?? text;
    case "operator":
      return text === "//" ? " div " : text;
    case "space":
    case "name":
    case "parameter":
    case "other":
    case "done":
      return text;
    default:
      return kind satisfies never;
  }
}
