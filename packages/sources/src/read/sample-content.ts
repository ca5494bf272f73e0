import { parse } from "csv-parse/sync";
import type { Sample } from "../source.ts";
import { delimiterOf, headerLine, uniqueColumns } from "./csv-columns.ts";
import { type JsonFound, parseWhole } from "./json-record.ts";
import { JsonScanner } from "./json-scanner.ts";

/** Whether bytes begin as Parquet files do (`PAR1`). */
export const isParquet = (head: Uint8Array): boolean =>
  Buffer.from(head.subarray(0, 4)).toString("latin1") === "PAR1";

/** The sample as text; the last sign may be half. */
export const sampleText = (sample: Sample): string => Buffer.from(sample.head).toString("utf8");

/** The columns of a table: a Parquet file's own, else the first line read as CSV. */
export function sampleColumns(sample: Sample): readonly string[] {
  if (sample.columns !== undefined) return sample.columns;
  if (isParquet(sample.head)) return [];
  const header = headerLine(sampleText(sample));
  try {
    const records: string[][] = parse(header, { delimiter: delimiterOf(header), to_line: 1 });
    return uniqueColumns(records[0] ?? []);
  } catch {
    return [];
  }
}

/**
 * The JSON objects that stand whole in the sample. None when the first is longer than the sample: then look for
 * a key in `sampleText`.
 */
export function sampleRecords(sample: Sample): readonly Readonly<Record<string, unknown>>[] {
  const scanner = new JsonScanner({
    name: sample.name,
    parse: parseWhole,
    maxRecordBytes: sample.head.length,
  });
  const found: readonly JsonFound[] = [...scanner.push(sample.head), ...scanner.end()];
  return found.flatMap((piece) => (piece.kind === "record" ? [piece.value] : []));
}
