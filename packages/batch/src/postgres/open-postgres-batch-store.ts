import type { PostgresConfig } from "@headgate/contract";
import { batchUnavailable } from "../batch-unavailable.ts";
import { SCHEMA, UPGRADES } from "../sql/schema.ts";
import type { BatchStore } from "../store.ts";
import { dropAbandonedParts, FILE_PARTS, type FileParts, fileParts } from "./file-parts.ts";

const statementsOf = (text: string): readonly string[] =>
  text.split(";").filter((statement) => statement.trim() !== "");

/** Finds its columns, so it stands behind what adds them; in SQLite each opening makes what is missing. */
const indexes = statementsOf(SCHEMA).filter((statement) => statement.includes("create index"));

/** One step a version of the schema. The first makes a new one as it is now: there the others find what they would add. */
const migrations = [
  statementsOf(SCHEMA),
  FILE_PARTS,
  ...Object.values(UPGRADES).map((upgrade) => [
    ...statementsOf(upgrade).map((statement) =>
      statement.replace("add column", "add column if not exists"),
    ),
    ...indexes,
  ]),
  // `items_by_deadline`. What UPGRADES gets from now on goes behind this step.
  indexes,
];

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
