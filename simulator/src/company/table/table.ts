/** The columns of a table, and what they hold beside text. */
export type TableColumns = Readonly<{
  columns: readonly string[];
  /** Columns of decimals with at most twelve places. */
  amounts: ReadonlySet<string>;
  /** Columns of times, ISO 8601. */
  times: ReadonlySet<string>;
  /** Whether the makers of the table compress it where its form does not. */
  isCompressed: boolean;
}>;

/** A file of rows with columns, under way. A cell that is not there is empty, and null where the form has nulls. */
type Table = Readonly<{
  row(cells: Readonly<Record<string, string | undefined>>): Promise<void>;
  close(): Promise<void>;
}>;

/** Begins a table; the form's ending is put behind `path`. */
export type OpenTable = (path: string, columns: TableColumns) => Promise<Table>;
