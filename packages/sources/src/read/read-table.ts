import type { SourceFile } from "../source.ts";
import { type ReadCsvOptions, readCsv } from "./read-csv.ts";
import { readParquet } from "./read-parquet.ts";
import { isParquet } from "./sample-content.ts";
import type { TableFound } from "./table-row.ts";

/** The rows of a table, whether it is Parquet or CSV: told by the file's first bytes. */
export async function* readTable(
  file: SourceFile,
  options: ReadCsvOptions,
): AsyncIterable<readonly TableFound[]> {
  const parquet = await beginsAsParquet(file);
  yield* parquet ? readParquet(file, options) : readCsv(file, options);
}

async function beginsAsParquet(file: SourceFile): Promise<boolean> {
  try {
    for await (const chunk of file.open()) return isParquet(chunk);
  } catch {
    // `readCsv` meets the same break, and says where.
  }
  return false;
}
