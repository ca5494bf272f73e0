import { isUtf8 } from "node:buffer";
import { parse } from "csv-parse/sync";
import { type CsvPiece, splitAgain } from "./csv-splitter.ts";
import { splitRegularRow } from "./split-regular-row.ts";

const QUOTE = 0x22;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** The cells of one row, or why there are none. */
export type CsvCells =
  | Readonly<{ kind: "cells"; cells: readonly string[]; line: number }>
  | Readonly<{ kind: "bad"; reason: "row_malformed" | "row_too_long"; line: number; why: string }>;

export type CsvCellsOptions = Readonly<{ delimiter: string; maxRowBytes: number }>;

/**
 * The cells of rows that stand behind each other in a file. Rows that are written by the rules (cells in quotes or
 * without any) are split here, which is many times as fast; what is odd about the others is the library's to
 * say: they are parsed together, and row by row only where that fails, to find the one that is wrong.
 */
export function cellsOf(pieces: readonly CsvPiece[], options: CsvCellsOptions): CsvCells[] {
  const regular = pieces.map((piece) => regularCells(piece, options.delimiter));
  const odd = pieces.filter((_, index) => regular[index] === undefined);
  const together = parsedTogether(odd, options.delimiter)?.values();
  return pieces.flatMap(
    (piece, index) => regular[index] ?? together?.next().value ?? cellsOfOne(piece, options),
  );
}

function regularCells(piece: CsvPiece, delimiter: string): CsvCells | undefined {
  if (piece.kind !== "row") return undefined;
  const { bytes, line } = piece;
  if (!isUtf8(bytes)) return notUtf8(line);
  const text = bytes.toString("utf8", 0, contentEnd(bytes));
  const cells = bytes.includes(QUOTE) ? splitRegularRow(text, delimiter) : text.split(delimiter);
  return cells === undefined ? undefined : { kind: "cells", cells, line };
}

function contentEnd(bytes: Buffer): number {
  if (bytes.at(-1) !== NEWLINE) return bytes.length;
  return bytes.at(-2) === RETURN ? bytes.length - 2 : bytes.length - 1;
}

const notUtf8 = (line: number): CsvCells => ({
  kind: "bad",
  reason: "row_malformed",
  line,
  why: "The text is not UTF-8.",
});

function parsedTogether(pieces: readonly CsvPiece[], delimiter: string): CsvCells[] | undefined {
  if (pieces.some((piece) => piece.kind !== "row")) return undefined;
  const rows = parsed(Buffer.concat(pieces.map((piece) => piece.bytes)), delimiter);
  // Another number of rows than was cut: the quotes are not what they seem.
  if (rows === undefined || rows.length !== pieces.length) return undefined;
  return rows.map((cells, index) => ({ kind: "cells", cells, line: pieces[index]?.line ?? 0 }));
}

function cellsOfOne(piece: CsvPiece, options: CsvCellsOptions): CsvCells[] {
  const { line } = piece;
  const bad = (reason: "row_malformed" | "row_too_long", why: string): CsvCells[] => [
    { kind: "bad", reason, line, why },
  ];
  switch (piece.kind) {
    case "too_long":
      return bad("row_too_long", `Over ${options.maxRowBytes} bytes.`);
    case "unclosed":
      return bad("row_malformed", "A quote is not closed.");
    case "row": {
      if (!isUtf8(piece.bytes)) return [notUtf8(line)];
      const rows = parsed(piece.bytes, options.delimiter);
      const [cells] = rows ?? [];
      if (cells !== undefined && rows?.length === 1) return [{ kind: "cells", cells, line }];
      const again = splitAgain(piece, options.maxRowBytes);
      if (again.length === 1) return bad("row_malformed", "A quote stands where none may be.");
      return again.flatMap((part) => cellsOfOne(part, options));
    }
    default:
      return piece.kind satisfies never;
  }
}

function parsed(bytes: Buffer, delimiter: string): string[][] | undefined {
  if (!isUtf8(bytes)) return undefined;
  try {
    return parse(bytes, {
      delimiter,
      record_delimiter: ["\r\n", "\n"],
      relax_column_count: true,
    });
  } catch {
    return undefined;
  }
}
