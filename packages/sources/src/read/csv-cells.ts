import { isUtf8 } from "node:buffer";
import { parse } from "csv-parse/sync";
import { type CsvPiece, splitAgain } from "./csv-splitter.ts";

const QUOTE = 0x22;

/** The cells of one row, or why there are none. */
export type CsvCells =
  | Readonly<{ kind: "cells"; cells: readonly string[]; line: number }>
  | Readonly<{ kind: "bad"; reason: "row_malformed" | "row_too_long"; line: number; why: string }>;

export type CsvCellsOptions = Readonly<{ delimiter: string; maxRowBytes: number }>;

/**
 * The cells of rows that stand behind each other in a file. A row without a quote is split at its delimiters,
 * which is many times as fast; the others are parsed together, and row by row only where that fails, to find
 * the one that is wrong.
 */
export function cellsOf(pieces: readonly CsvPiece[], options: CsvCellsOptions): CsvCells[] {
  const quoted = pieces.filter((piece) => !isPlain(piece));
  const together = parsedTogether(quoted, options.delimiter)?.values();
  return pieces.flatMap((piece) => {
    if (isPlain(piece)) return plainCells(piece, options.delimiter);
    return together?.next().value ?? cellsOfOne(piece, options);
  });
}

const isPlain = (piece: CsvPiece): boolean => piece.kind === "row" && !piece.bytes.includes(QUOTE);

function plainCells({ bytes, line }: CsvPiece, delimiter: string): CsvCells {
  if (!isUtf8(bytes)) return notUtf8(line);
  const text = bytes.toString("utf8").replace(/\r?\n$/, "");
  return { kind: "cells", cells: text.split(delimiter), line };
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
