import type { PostgresConfig } from "@headgate/contract";
import { batchUnavailable } from "../batch-unavailable.ts";
import { SCHEMA } from "../sql/schema.ts";
import type { BatchStore } from "../store.ts";
import { dropAbandonedParts, FILE_PARTS, type FileParts, fileParts } from "./file-parts.ts";

/** One step a version of the schema. */
const migrations = [SCHEMA.split(";").filter((statement) => statement.trim() !== ""), FILE_PARTS];

/**
 * Opens the store of deferred work in PostgreSQL, with the bytes of clients' files, in a schema beside the state's: `headgate_batch` beside `headgate`. Many
 * processes of many machines may have it open; one of them runs it.
 *
 * @throws HeadgateError `batch_unavailable` naming the place
 */
export async function openPostgresBatchStore(
  options: Omit<PostgresConfig, "kind">,
): Promise<Readonly<{ store: BatchStore; files: FileParts }>> {
  const own = { ...options, schema: `${options.schema}_batch` };
  // Loaded here so that a process which opens no such store does not carry PostgreSQL's client.
  const { migrate, openPostgres, placeOf, postgresProblem } = await import("@headgate/postgres");
  const { PostgresRunner } = await import("./postgres-runner.ts");
  const { SqlBatchStore } = await import("../sql/sql-batch-store.ts");
  const place = placeOf(own.url, own.schema);
  try {
    const postgres = await openPostgres(own);
    try {
      await migrate(postgres, migrations);
      await dropAbandonedParts(postgres, Date.now());
    } catch (error) {
      await postgres.close();
      throw error;
    }
    const store = new SqlBatchStore(new PostgresRunner(postgres), place, postgresProblem);
    return { store, files: fileParts(postgres) };
  } catch (error) {
    throw batchUnavailable(place, postgresProblem(error), error);
  }
}
