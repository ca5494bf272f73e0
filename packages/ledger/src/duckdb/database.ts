import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { emptyStaging } from "./imports/staging.ts";
import { migrate } from "./migrate.ts";
import { prepareRollups } from "./rollups/prepare-rollups.ts";

/** An open ledger file: one connection writes, another reads beside it, and a third one reads what is copied elsewhere. */
export interface Database {
  readonly writer: DuckDBConnection;
  readonly reader: DuckDBConnection;
  readonly copier: DuckDBConnection;
  /** Also folds the write-ahead log into the file. */
  close(): void;
}

export type DatabaseOptions = Readonly<{ path: string; memoryLimit: string }>;

/** Opens the file as it is, or a new one, with the schema up to date; nothing is mended here. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const instance = await DuckDBInstance.create(options.path, {
    memory_limit: options.memoryLimit,
    temp_directory: `${options.path}.tmp`,
    // Fewer, larger checkpoints: each rewrites the last row group of every column.
    checkpoint_threshold: "64MB",
    // Prepared plans that keep statistics of a table answer wrongly once the table has changed
    // (https://github.com/duckdb/duckdb/issues/23704, read 2026-11-28).
    disabled_optimizers: "statistics_propagation",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const connections: DuckDBConnection[] = [];
  const close = (): void => {
    for (const connection of connections) connection.closeSync();
    instance.closeSync();
  };
  try {
    const writer = await instance.connect();
    connections.push(writer);
    await migrate(writer);
    await prepareRollups(writer);
    await emptyStaging(writer);
    const reader = await instance.connect();
    connections.push(reader);
    const copier = await instance.connect();
    connections.push(copier);
    return { writer, reader, copier, close };
  } catch (error) {
    close();
    throw error;
  }
}
