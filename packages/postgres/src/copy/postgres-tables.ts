import type { PoolClient } from "pg";
import { openPostgres, type PostgresOptions } from "../open-postgres.ts";
import { OWN_TABLES, type SqlRecord, type SqlTables } from "./sql-tables.ts";

/** Works on all tables of a schema, in one transaction. */
export async function withPostgresTables<Result>(
  options: PostgresOptions,
  work: (tables: SqlTables) => Promise<Result>,
): Promise<Result> {
  const postgres = await openPostgres({ ...options, max_connections: 2 });
  try {
    const client = await postgres.pool.connect();
    try {
      await client.query("begin isolation level repeatable read");
      const result = await work(tablesOf(client, options.schema));
      await client.query("commit");
      return result;
    } catch (error) {
      // Where the connection is what broke, its end rolls back.
      await client.query("rollback").catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  } finally {
    await postgres.close();
  }
}

const tablesOf = (client: PoolClient, schema: string): SqlTables => ({
  overriding: "overriding system value",
  ask: async (text, values) => (await client.query<SqlRecord>(text, [...values])).rows,
  tables: async () => {
    const { rows } = await client.query<{
      name: string;
      columns: string[];
      key: string[];
      points: boolean;
    }>(
      `select c.relname as name,
         (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
         (select array_agg(a.attname::text order by array_position(k.conkey, a.attnum))
          from pg_constraint k join pg_attribute a on a.attrelid = c.oid and a.attnum = any (k.conkey)
          where k.conrelid = c.oid and k.contype = 'p') as key,
         exists (select 1 from pg_constraint k where k.conrelid = c.oid and k.contype = 'f') as points
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = $1 and c.relkind = 'r' and not c.relname = any ($2)
       order by c.relname`,
      [schema, OWN_TABLES],
    );
    return rows;
  },
  continuePositions: async ({ name, columns }) => {
    if (!columns.includes("position")) return;
    await client.query(
      `select setval(pg_get_serial_sequence($1, 'position'), greatest(1, (select max(position) from "${name}")))
       where pg_get_serial_sequence($1, 'position') is not null`,
      [`"${schema}"."${name}"`],
    );
  },
});
