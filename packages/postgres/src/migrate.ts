import type { Postgres } from "./open-postgres.ts";
import { postgresText } from "./postgres-text.ts";

/**
 * Brings a schema's tables up to date, all steps that are missing or none. Safe to repeat and safe in several processes at
 * once: one does it, the others wait for it.
 * @param migrations statements as SQLite takes them, step by step; a step that has been released is never edited
 * @throws Error where the tables are a newer Headgate's, and what `pg` throws
 */
export async function migrate(
  { pool, schema }: Pick<Postgres, "pool" | "schema">,
  migrations: readonly (readonly string[])[],
): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock(hashtext($1))", [
      `headgate migrate ${schema}`,
    ]);
    const found = await client.query("select 1 from pg_namespace where nspname = $1", [schema]);
    // Asked for only where it is missing: whoever may not make schemas can be given one.
    if (found.rowCount === 0) await client.query(`create schema "${schema}"`);
    await client.query(`create table if not exists schema_migrations (
      step bigint primary key,
      applied_at timestamptz not null default current_timestamp
    )`);
    const { rows } = await client.query("select count(*) as steps from schema_migrations");
    const done: unknown = rows[0]?.steps;
    if (typeof done !== "number") throw new TypeError("the steps that were done cannot be counted");
    if (done > migrations.length) throw new Error("it was made by a newer version of Headgate");
    for (const [index, statements] of migrations.entries()) {
      if (index < done) continue;
      for (const statement of statements) await client.query(postgresText(statement));
      await client.query("insert into schema_migrations (step) values ($1)", [index + 1]);
    }
    await client.query("commit");
  } catch (error) {
    // Where the connection is what broke, its end rolls back.
    await client.query("rollback").catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}
