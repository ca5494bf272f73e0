import type { DuckDBConnection } from "@duckdb/node-api";
import { HeadgateError } from "@headgate/contract";
import { integer } from "../reports/sql-values.ts";
import type { Migration } from "./migrations/migration.ts";
import { migrations } from "./migrations/migrations.ts";
import { query } from "./query.ts";
import { inTransaction } from "./transaction.ts";

/**
 * Brings the schema up to date, each step in a transaction of its own; done again it changes nothing.
 * @throws HeadgateError `ledger_corrupt` when the file is from a newer Headgate: it is left as it is
 */
export async function migrate(
  connection: DuckDBConnection,
  steps: readonly Migration[] = migrations,
): Promise<void> {
  await connection.run(
    "create table if not exists schema_migrations (version bigint not null, name varchar not null, applied_at timestamp not null)",
  );
  const applied = await query(connection, "select version from schema_migrations", {});
  const current = Math.max(0, ...applied.map((row) => integer(row, "version")));
  const newest = Math.max(...steps.map((migration) => migration.version));
  if (current > newest) {
    throw new HeadgateError(
      "ledger_corrupt",
      `Its schema has version ${current}, and this Headgate knows only ${newest}: start the newer one.`,
    );
  }
  for (const migration of steps) {
    if (migration.version <= current) continue;
    await inTransaction(connection, async () => {
      for (const statement of migration.statements) await connection.run(statement);
      await query(
        connection,
        "insert into schema_migrations values ($version, $name, $applied_at)",
        {
          version: { type: "integer", integer: migration.version },
          name: { type: "text", text: migration.name },
          applied_at: { type: "timestamp", ms: Date.now() },
        },
      );
    });
  }
}
