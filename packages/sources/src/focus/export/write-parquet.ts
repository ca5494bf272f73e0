import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { counted } from "@headgate/contract";
import { focusCsv } from "./export-focus.ts";
import { exportColumns, type FocusRow } from "./focus-row.ts";

/** Bills have more places than the ledger's twelve; so many are exact in a Parquet file. */
const types = { text: "VARCHAR", time: "TIMESTAMPTZ", decimal: "DECIMAL(38,18)" } as const;

/**
 * Rows as one Parquet file, with FOCUS's types. Written by DuckDB from a CSV that lies beside it meanwhile.
 * @param folder where the file is made, in a folder of its own
 * @returns its path, and how to remove it with its folder
 */
export async function writeFocusParquet(
  rows: AsyncIterable<readonly FocusRow[]>,
  folder: string,
): Promise<Readonly<{ path: string; remove: () => Promise<void> }>> {
  const own = await mkdtemp(join(folder, "headgate-focus-"));
  const remove = (): Promise<void> => rm(own, { recursive: true, force: true });
  try {
    const csv = join(own, "rows.csv");
    const path = join(own, "focus.parquet");
    const given = { rows: 0 };
    await pipeline(Readable.from(focusCsv(counting(rows, given))), createWriteStream(csv));
    const written = await convert(csv, path);
    if (written !== given.rows) {
      throw new Error(`The Parquet file would hold ${written} of ${counted(given.rows, "row")}.`);
    }
    await rm(csv);
    return { path, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function* counting(
  rows: AsyncIterable<readonly FocusRow[]>,
  given: { rows: number },
): AsyncIterable<readonly FocusRow[]> {
  for await (const some of rows) {
    given.rows += some.length;
    yield some;
  }
}

/** @returns how many rows were written */
async function convert(csv: string, parquet: string): Promise<number> {
  // Loaded when it is needed: DuckDB is large.
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: "512MB",
    threads: "1",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const connection = await instance.connect();
  try {
    const columns = Object.entries(exportColumns)
      .map(([name, type]) => `'${name}': '${types[type]}'`)
      .join(", ");
    await connection.run("set timezone = 'UTC'");
    const copied = await connection.runAndReadAll(
      `copy (select * from read_csv(${literal(csv)}, header = true, auto_detect = false, delim = ',',
         quote = '"', escape = '"', nullstr = '', strict_mode = true,
         columns = {${columns}}))
       to ${literal(parquet)} (format parquet, compression zstd)`,
    );
    return Number(copied.getRows()[0]?.[0]);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
