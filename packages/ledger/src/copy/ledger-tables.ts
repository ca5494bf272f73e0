import type { CopiedTableName } from "./copied-tables.ts";

/** How many rows an hour has, and which. */
export type HourCount = Readonly<{
  /** Hours since 1970 in UTC; 0 for a table whose rows are about no moment. */
  hour: number;
  rows: number;
  /** The sum of hashes of the rows' keys. */
  keys: string;
}>;

/** What the rows of an hour come to. */
export type HourSum = Readonly<{
  hour: number;
  rows: number;
  /** The sum of hashes of all that the rows hold. */
  hashes: string;
  /** Dollars by column, in their wire form. Null is no known amount. */
  amounts: Readonly<Record<string, string | null>>;
}>;

/** A row in the same texts from either engine: moments in microseconds, amounts without needless zeros. */
export type TableRow = Readonly<{
  key: string;
  hour: number;
  /** Of all that the row holds; null where that was not asked for. */
  hash: string | null;
  values: Readonly<Record<string, string | null>>;
}>;

/** From the first to the last of them, both meant; and of a fuller hour one of several parts, by a hash of the keys. */
export type HourRange = Readonly<{
  from: number;
  to: number;
  part?: Readonly<{ number: number; of: number }>;
}>;

export type TableRange = Readonly<{ table: CopiedTableName; hours: HourRange }>;

export type RowsQuery = Readonly<{
  table: CopiedTableName;
  /** All hours unless said; then keys are named. */
  hours?: HourRange;
  keys?: readonly string[];
  /** What names rows, what tells whether they are the same and their amounts besides, or all that they hold. */
  columns: "key" | "identity" | "all";
}>;

/** What a file of rows has. */
export type ExportedRows = Readonly<{
  columns: readonly string[];
  /** Worked out of the table that they are from, by hour. */
  sums: readonly HourSum[];
}>;

/** The tables of a ledger as they are, for copying one into another. */
export interface LedgerTables {
  /** How many rows each hour has, in order. */
  tableHours(table: CopiedTableName): Promise<readonly HourCount[]>;
  /** What the rows of each of these hours come to, in order. */
  tableSums(range: TableRange): Promise<readonly HourSum[]>;
  /** Rows in the order of their keys. */
  tableRows(query: RowsQuery): Promise<readonly TableRow[]>;
  /**
   * Writes rows of those hours, all of them or those of these keys, into a file of Parquet, as `copied-file.ts` says. In DuckDB the sums
   * are of the same moment as the file.
   */
  exportRows(
    asked: TableRange & Readonly<{ keys?: readonly string[]; file: string }>,
  ): Promise<ExportedRows>;
  /**
   * Puts the rows of such a file, all or none in DuckDB, in the place of those of the same keys. Sums by day that know nothing of them
   * are built anew.
   */
  importRows(
    put: TableRange &
      ExportedRows &
      Readonly<{
        file: string;
        /**
         * Whose rows count of calls that several sources saw is worked out anew for these, with what else is there; else they count as
         * they did where they come from.
         */
        isAmongOthers?: boolean;
      }>,
  ): Promise<void>;
  /** Takes rows of those hours away. */
  removeTableRows(removed: TableRange & Readonly<{ keys: readonly string[] }>): Promise<void>;
}
