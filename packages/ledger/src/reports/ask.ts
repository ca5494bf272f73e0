/** A value bound to a `$name` in a report's text; never part of the text itself. */
export type SqlParameter =
  | Readonly<{ type: "timestamp"; ms: number }>
  | Readonly<{ type: "integer"; integer: number }>
  | Readonly<{ type: "text"; text: string }>
  | Readonly<{ type: "texts"; texts: readonly (string | null)[] }>;
export type SqlParameters = Readonly<Record<string, SqlParameter>>;

/** The parameters that a text names: engines refuse others. */
export const namedIn = (sql: string, parameters: SqlParameters): SqlParameters => {
  const names = new Set(sql.match(/(?<=\$)\w+/g));
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => names.has(name)));
};

/** What an engine answers with. Decimals and times come as text and epoch milliseconds: reports cast them. */
export type SqlValue = string | number | bigint | boolean | null;
export type SqlRow = Readonly<Record<string, SqlValue>>;

/** Asks an engine. All questions of one report see the same state of the ledger. */
export type Ask = (sql: string, parameters: SqlParameters) => Promise<readonly SqlRow[]>;
