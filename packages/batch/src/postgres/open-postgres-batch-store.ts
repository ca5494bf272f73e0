import type { PostgresConfig } from "@headgate/contract";
import { batchUnavailable } from "../batch-unavailable.ts";
import { SCHEMA, UPGRADES } from "../sql/schema.ts";
import type { BatchStore } from "../store.ts";

const statementsOf = (text: string): readonly string[] =>
  text.split(";").filter((statement) => statement.trim() !== "");

/** One step a version of the schema. The first makes a new one as it is now: there the others find what they would add. */
const migrations = [
  statementsOf(SCHEMA),
  ...Object.values(UPGRADES).map((upgrade) => [
    ...statementsOf(upgrade).map((statement) =>
      statement.replace("add column", "add column if not exists"),
    ),
    ...statementsOf(SCHEMA).filter((statement) => statement.includes("create index")),
  ]),
];

/**
 * Opens the store of deferred work in PostgreSQL, in a schema beside the state's: `headgate_batch` beside `headgate`. Many
 * processes of many machines may have it open; one of them runs it.
 *
 * @throws HeadgateError `batch_unavailable` naming the place
 */
export async function openPostgresBatchStore(
  options: Omit<PostgresConfig, "kind">,
): Promise<BatchStore> {
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
    } catch (error) {
      await postgres.close();
      throw error;
    }
    return new SqlBatchStore(new PostgresRunner(postgres), place, postgresProblem);
  } catch (error) {
    throw batchUnavailable(place, postgresProblem(error), error);
  }
}
