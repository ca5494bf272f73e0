import { translateFunctions } from "./sql-functions.ts";
import { type Token, tokensOf } from "./sql-tokens.ts";

/** ClickHouse's names of the types that the ledger's texts cast to. */
const types: Readonly<Record<string, string>> = {
  varchar: "String",
  bigint: "Int64",
  hugeint: "Int128",
  double: "Float64",
  boolean: "Bool",
  timestamp: "DateTime64(6, 'UTC')",
};

/** A type as ClickHouse names it; one that both engines know stays as it is. */
export const typeName = (name: string): string => types[name] ?? name;

/**
 * A text of the ledger's questions as ClickHouse takes it. Both engines are asked the same texts: where a word of
 * theirs differs, ClickHouse's is put in its place here, and nothing is created on the server for it. Parameters stay
 * `$name`.
 */
export const clickHouseSql = (sql: string): string =>
  translateFunctions(tokensOf(sql)).map(wordOf).join("");

/** Single words that differ. A word before `(` is a function, and was looked at already. */
function wordOf({ kind, text }: Token): string {
  switch (kind) {
    case "text":
      // A backslash in a text is one in DuckDB, and begins an escape in ClickHouse.
      return text.replaceAll("\\", "\\\\");
    case "word":
      if (text === "exclude") return "except";
      return text;
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
