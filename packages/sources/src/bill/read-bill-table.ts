import { takeSample } from "../import/detect-source.ts";
import { type ReadSkip, skipAt } from "../read/read-skip.ts";
import { readTable } from "../read/read-table.ts";
import { sampleColumns, sampleText } from "../read/sample-content.ts";
import type { TableRow } from "../read/table-row.ts";
import type { BillLineFacts, Found, ReadContext, SourceFile } from "../source.ts";
import { type AmountCommas, amountCommas } from "./amount-commas.ts";

/** A line that was read, with what is odd about it; or why the row is none. */
export type BillRowReading =
  | Readonly<{ kind: "line"; line: BillLineFacts; problems: readonly string[] }>
  | ReadSkip;

/** A row of a bill, and what commas are in its amounts: they part thousands unless said. */
export type BillRow = TableRow & Readonly<{ commas?: AmountCommas }>;

/** Reads one row; `number` counts the file's rows from 1, whatever lines they stand on. */
export type ReadBillRow = (row: BillRow, number: number) => BillRowReading;

/**
 * The lines of a bill that is a table.
 *
 * @param begin given the file's columns, how to read a row, or why the columns are none that are known
 */
export async function* readBillTable(
  file: SourceFile,
  context: ReadContext,
  begin: (columns: readonly string[]) => ReadBillRow | string,
): AsyncIterable<readonly Found[]> {
  const sample = await takeSample(file);
  if ("kind" in sample) {
    yield [sample];
    return;
  }
  const read = begin(sampleColumns(sample));
  if (typeof read === "string") {
    yield [skipAt("header_unrecognised", file.name, read)];
    return;
  }
  const commas = sample.columns === undefined ? amountCommas(sampleText(sample)) : "thousands";
  let number = 0;
  for await (const rows of readTable(file, context)) {
    const found: Found[] = [];
    for (const row of rows) {
      number += 1;
      found.push(
        ...(row.kind === "skip" ? [row] : foundIn(read({ ...row, commas }, number), row.place)),
      );
    }
    yield found;
  }
}

function foundIn(reading: BillRowReading, place: string): readonly Found[] {
  if (reading.kind === "skip") return [reading];
  const warnings = reading.problems.map(
    (warning) => ({ kind: "warning", warning, place }) as const,
  );
  return [{ kind: "bill_line", line: reading.line }, ...warnings];
}

/** A line without the members that are not known: what is absent stays absent. */
export function definedOnly<Line extends object>(
  line: Line,
): { [Key in keyof Line]: Exclude<Line[Key], undefined> } {
  const kept: Partial<Line> = {};
  for (const key in line) if (line[key] !== undefined) kept[key] = line[key];
  return kept as { [Key in keyof Line]: Exclude<Line[Key], undefined> };
}
