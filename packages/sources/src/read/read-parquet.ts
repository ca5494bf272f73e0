import type { DuckDBConnection } from "@duckdb/node-api";
import { HeadgateError } from "@headgate/contract";
import type { ReadContext, SourceFile } from "../source.ts";
import { decimalOf } from "./number-text.ts";
import { skipAt } from "./read-skip.ts";
import type { TableFound } from "./table-row.ts";

export type ParquetColumn = Readonly<{ name: string; type: string }>;

/** The columns of a Parquet file by its footer; `undefined` when it has none that can be read. */
export async function parquetColumns(path: string): Promise<readonly ParquetColumn[] | undefined> {
  try {
    return await withParquet(path, columnsOf);
  } catch (error) {
    if (error instanceof HeadgateError) throw error;
    return undefined;
  }
}

/**
 * The rows of a Parquet file, by column, with the same text as a CSV of it would have. Read by DuckDB in
 * memory, which may touch no other file and no network. A file that is damaged is `file_unreadable` at the row
 * where it breaks. Throws only when aborted.
 */
export async function* readParquet(
  file: SourceFile,
  { signal }: ReadContext,
): AsyncIterable<readonly TableFound[]> {
  let line = 0;
  const opened = await openParquet(file.path).catch(() => undefined);
  if (opened === undefined) {
    yield [skipAt("file_unreadable", file.name, "The file is no Parquet that can be read.")];
    return;
  }
  const { connection, close } = opened;
  try {
    const columns = await columnsOf(connection, file.path);
    const selected = columns.map(asText).join(", ");
    const result = await connection.stream(`SELECT ${selected} FROM ${tableOf(file.path)}`);
    for (;;) {
      signal.throwIfAborted();
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) return;
      const found: TableFound[] = [];
      for (const values of chunk.getRows()) {
        line += 1;
        const cells: Record<string, string> = Object.create(null);
        for (const [index, { name, type }] of columns.entries()) {
          const text = cellText(values[index], type);
          if (text !== undefined) cells[name] = text;
        }
        found.push({ kind: "row", cells, line, place: `${file.name}:${line}` });
      }
      yield found;
    }
  } catch {
    signal.throwIfAborted();
    const place = line === 0 ? file.name : `${file.name}:${line + 1}`;
    yield [skipAt("file_unreadable", place, "The Parquet is damaged.")];
  } finally {
    close();
  }
}

async function withParquet<Result>(
  path: string,
  ask: (connection: DuckDBConnection, path: string) => Promise<Result>,
): Promise<Result> {
  const { connection, close } = await openParquet(path);
  try {
    return await ask(connection, path);
  } finally {
    close();
  }
}

async function openParquet(
  path: string,
): Promise<{ connection: DuckDBConnection; close: () => void }> {
  // Loaded when a Parquet file is met: DuckDB is large, and most sources are text.
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: "512MB",
    threads: "1",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const connection = await instance.connect();
  const close = (): void => {
    connection.closeSync();
    instance.closeSync();
  };
  try {
    await connection.run("SET preserve_insertion_order = true");
    await connection.run(`SET allowed_paths = [${literal(path)}, ${literal(escapedGlob(path))}]`);
    await connection.run("SET enable_external_access = false");
    return { connection, close };
  } catch (error) {
    close();
    throw error;
  }
}

async function columnsOf(
  connection: DuckDBConnection,
  path: string,
): Promise<readonly ParquetColumn[]> {
  const described = await connection.runAndReadAll(
    `SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${tableOf(path)})`,
  );
  return described.getRows().map(([name, type]) => ({ name: String(name), type: String(type) }));
}

const tableOf = (path: string): string => `read_parquet(${literal(escapedGlob(path))})`;

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A file's name is a name and no pattern: DuckDB reads `[*]` as an asterisk. */
const escapedGlob = (path: string): string => path.replace(/[*?[]/g, "[$&]");

function asText({ name, type }: ParquetColumn): string {
  const column = identifier(name);
  if (type.startsWith("TIMESTAMP WITH TIME ZONE")) {
    return `strftime(${column}::TIMESTAMPTZ AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ')`;
  }
  if (type.startsWith("TIMESTAMP")) {
    return `strftime(${column}::TIMESTAMP, '%Y-%m-%dT%H:%M:%S.%fZ')`;
  }
  if (isNested(type)) return `to_json(${column})::VARCHAR`;
  return `${column}::VARCHAR`;
}

const isNested = (type: string): boolean =>
  type.startsWith("MAP") || type.startsWith("STRUCT") || type.endsWith("]");

/** DuckDB writes a double as the shortest text that reads back the same, small ones with an exponent. */
function cellText(value: unknown, type: string): string | undefined {
  if (typeof value !== "string" || value === "" || value === "NULL") return undefined;
  if (type === "DOUBLE" || type === "FLOAT") return decimalOf(value) ?? value;
  return value;
}
