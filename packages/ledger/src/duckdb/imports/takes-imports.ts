import type { DuckDBConnection } from "@duckdb/node-api";
import type { ImportSummary } from "@headgate/contract";
import type { ImportEnd, ImportStart } from "../../imports/import.ts";
import { abandonImport, addToImport, beginImport } from "./begin-import.ts";
import type { EncodedBatch } from "./encode-batch.ts";
import { finishImport } from "./finish-import.ts";

/** How a ledger file takes imports. */
export type TakesImports = Readonly<{
  begin(connection: DuckDBConnection, start: ImportStart): Promise<number>;
  add(connection: DuckDBConnection, batch: EncodedBatch): Promise<void>;
  finish(connection: DuckDBConnection, end: ImportEnd): Promise<ImportSummary>;
  abandon(connection: DuckDBConnection, number: number): Promise<void>;
}>;

/** Beside other writers, in a file that is kept: each batch holds by itself, and waits in a temporary table. */
export const importBesideOthers: TakesImports = {
  begin: beginImport,
  add: addToImport,
  finish: finishImport,
  abandon: abandonImport,
};
