import type { ReadContext, SourceFile } from "../source.ts";
import { type CsvCells, cellsOf } from "./csv-cells.ts";
import { delimiterOf, headerLine, uniqueColumns } from "./csv-columns.ts";
import { CsvSplitter } from "./csv-splitter.ts";
import { MarkDropper } from "./drop-mark.ts";
import { breakSkip } from "./file-break.ts";
import { skipAt } from "./read-skip.ts";
import type { TableFound } from "./table-row.ts";

const NEWLINE = 0x0a;
/** 1 MiB: a bill's row with all its tags is some kilobytes. */
const MAX_ROW_BYTES = 1024 * 1024;

export type ReadCsvOptions = ReadContext &
  Readonly<{
    /** Whether a row with fewer cells than the header lacks its last ones; else it is `row_malformed`. */
    shortRows?: "skip" | "absent";
    /** A longer row is left out as `row_too_long`. 1 MiB unless said. */
    maxRowBytes?: number;
  }>;

/**
 * The rows of a CSV file with a header, by column. Comma, semicolon, tab or bar, as the header has it; quoted
 * cells may hold line ends; a byte order mark, blank lines and a missing last line end are passed over.
 *
 * A row with another number of cells than the header is `row_malformed` (empty ones at its end do no harm), as
 * is one whose quotes are wrong or that is not UTF-8; the rows behind it are read. A file that breaks off
 * ends in `file_unreadable`; what came before stays. Throws only when aborted.
 */
export async function* readCsv(
  file: SourceFile,
  options: ReadCsvOptions,
): AsyncIterable<readonly TableFound[]> {
  const { signal } = options;
  const reader = new CsvReader(file.name, options);
  try {
    for await (const chunk of file.open()) {
      signal.throwIfAborted();
      const found = reader.read(chunk, false);
      if (found.length > 0) yield found;
    }
  } catch (error) {
    signal.throwIfAborted();
    yield [breakSkip(error, `${file.name}:${reader.line}`)];
    return;
  }
  const last = reader.read(Buffer.alloc(0), true);
  if (last.length > 0) yield last;
}

class CsvReader {
  readonly #name: string;
  readonly #shortRows: "skip" | "absent";
  readonly #maxRowBytes: number;
  readonly #mark = new MarkDropper();
  readonly #splitter: CsvSplitter;
  #delimiter: string | undefined;
  #columns: readonly string[] | undefined;

  constructor(name: string, { shortRows = "skip", maxRowBytes = MAX_ROW_BYTES }: ReadCsvOptions) {
    this.#name = name;
    this.#shortRows = shortRows;
    this.#maxRowBytes = maxRowBytes;
    this.#splitter = new CsvSplitter(maxRowBytes);
  }

  get line(): number {
    return this.#splitter.line;
  }

  read(chunk: Uint8Array, last: boolean): TableFound[] {
    const pieces = this.#splitter.push(this.#mark.drop(chunk, last), last);
    const first = pieces[0];
    if (first === undefined) return [];
    this.#delimiter ??= delimiterOf(headerLine(first.bytes.toString("utf8")));
    const rows = cellsOf(pieces, { delimiter: this.#delimiter, maxRowBytes: this.#maxRowBytes });
    const isUnended = last && pieces.at(-1)?.bytes.at(-1) !== NEWLINE;
    return rows.flatMap(
      (row, index) => this.#row(row, isUnended && index === rows.length - 1) ?? [],
    );
  }

  #row(row: CsvCells, isUnended: boolean): TableFound | undefined {
    const place = `${this.#name}:${row.line}`;
    if (row.kind === "bad") return skipAt(row.reason, place, row.why);
    const { cells, line } = row;
    if (cells.length <= 1 && (cells[0] ?? "").trim() === "") return undefined;
    if (this.#columns === undefined) {
      this.#columns = uniqueColumns(cells);
      return undefined;
    }
    const columns = this.#columns;
    const tooMany = cells.length > columns.length && cells.slice(columns.length).some(isFilled);
    const isShort = cells.length < columns.length;
    const tooFew = isShort && this.#shortRows === "skip";
    if (tooFew && isUnended) {
      return skipAt("row_cut_short", place, "The file ends inside of the row.");
    }
    if (tooMany || tooFew) {
      const detail = `${cells.length} cells; the header has ${columns.length}.`;
      return skipAt("row_malformed", place, detail);
    }
    const found = { kind: "row", cells: byColumn(columns, cells), line, place } as const;
    return isUnended ? { ...found, ending: isShort ? "short" : "no_line_end" } : found;
  }
}

const isFilled = (cell: string): boolean => cell !== "";

function byColumn(
  columns: readonly string[],
  row: readonly string[],
): Readonly<Record<string, string>> {
  const cells: Record<string, string> = Object.create(null);
  for (const [index, column] of columns.entries()) {
    const cell = row[index];
    if (cell !== undefined && cell !== "" && cell !== "NULL") cells[column] = cell;
  }
  return cells;
}
