import type { CopiedTableName } from "./copied-tables.ts";

/** What the rows of an hour come to. */
export type HourSum = Readonly<{
  /** Hours since 1970 in UTC; 0 for a table whose rows are about no moment. */
  hour: number;
  rows: number;
  /** The sum of hashes of the rows and their keys; null for tables whose rows are compared one by one. */
  hashes: string | null;
  /** Dollars by column, in their wire form. Null is no known amount. */
  amounts: Readonly<Record<string, string | null>>;
}>;

/** A row in the same texts from either engine: moments in microseconds, amounts without needless zeros. */
export type TableRow = Readonly<{ key: string; values: Readonly<Record<string, string | null>> }>;

/** From the first to the last of them, both meant. */
export type HourRange = Readonly<{ from: number; to: number }>;

export type RowsQuery = Readonly<{
  table: CopiedTableName;
  /** All hours unless said; then keys are named. */
  hours?: HourRange;
  keys?: readonly string[];
  /** What tells rows apart and their amounts, or all that they hold. */
  columns: "identity" | "all";
}>;

/** The tables of a ledger as they are, for copying one into another. */
export interface LedgerTables {
  /** What each hour's rows come to, in order. */
  tableHours(table: CopiedTableName): Promise<readonly HourSum[]>;
  /** Rows in the order of their keys. */
  tableRows(query: RowsQuery): Promise<readonly TableRow[]>;
  /** Puts rows of those hours, all or none in DuckDB, in the place of those of the same keys. Sums that know nothing of them are built anew. */
  putTableRows(
    put: Readonly<{
      table: CopiedTableName;
      hours: HourRange;
      rows: readonly TableRow[];
      /**
       * Whose rows count of calls that several sources saw is worked out anew for these, with what else is there; else they count as they
       * did where they come from.
       */
      isAmongOthers?: boolean;
    }>,
  ): Promise<void>;
  /** Takes rows of those hours away. */
  removeTableRows(
    removed: Readonly<{ table: CopiedTableName; hours: HourRange; keys: readonly string[] }>,
  ): Promise<void>;
}
