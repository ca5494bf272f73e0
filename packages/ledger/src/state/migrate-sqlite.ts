import { sql } from "kysely";
import { immediately, type SqliteConnection } from "./immediately.ts";
import { migrations } from "./migrations.ts";

/**
 * Brings the tables up to date. Safe to repeat and safe in several processes at once: the steps are
 * counted in the transaction that makes them.
 */
export async function migrate(connection: SqliteConnection<unknown>): Promise<void> {
  await immediately(connection, async (transaction) => {
    await sql`create table if not exists schema_migrations (
      step integer primary key,
      applied_at text not null default current_timestamp
    ) strict`.execute(transaction);
    const { rows } = await sql<{ steps: number }>`
      select count(*) as steps from schema_migrations`.execute(transaction);
    const done = rows[0]?.steps;
    if (done === undefined || done > migrations.length) {
      throw new Error("it was made by a newer version of Headgate");
    }
    for (const [index, statements] of migrations.entries()) {
      if (index < done) continue;
      for (const statement of statements) await sql.raw(statement).execute(transaction);
      await sql`insert into schema_migrations (step) values (${index + 1})`.execute(transaction);
    }
  });
}
