import type { ReadSkip } from "./read-skip.ts";

/**
 * One row of a CSV or Parquet file, the same for both: text by column. An empty cell and a literal `NULL` are
 * absent. Numbers and decimals are exact decimal text, times ISO 8601 in UTC (`2026-11-01T00:00:00.000000Z`,
 * dates `2026-11-01`) where the file has them as times; maps, lists and structs are JSON text.
 */
export type TableRow = Readonly<{
  kind: "row";
  cells: Readonly<Record<string, string>>;
  /** The line at which a CSV row begins, the number of a Parquet row; the first is 1. */
  line: number;
  /** `<file>:<line>`, as skips want it. */
  place: string;
  /**
   * Of CSV: set on the last row where no line end stands behind it, so that the file may have been cut there; `short`
   * where it has fewer cells than the header, which tells that it was, unless short rows are usual.
   */
  ending?: "no_line_end" | "short";
}>;

export type TableFound = TableRow | ReadSkip;
