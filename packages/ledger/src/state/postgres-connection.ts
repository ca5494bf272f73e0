import { hostname } from "node:os";
import type { StoreFailure } from "@headgate/contract";
import {
  migrate,
  openPostgres,
  type PostgresOptions,
  placeOf,
  postgresFailure,
  postgresProblem,
} from "@headgate/postgres";
import { Kysely, PostgresDialect, sql } from "kysely";
import type { Connection } from "./connection.ts";
import { migrations } from "./migrations.ts";

/** One schema of PostgreSQL, brought up to date. */
export async function connectToPostgres<Tables>(
  options: PostgresOptions,
  failed: (failure: StoreFailure) => void = () => undefined,
): Promise<Connection<Tables>> {
  const postgres = await openPostgres(options);
  try {
    await migrate(postgres, migrations);
  } catch (error) {
    await postgres.close();
    throw error;
  }
  const count = (error: unknown): void => {
    const failure = postgresFailure(error);
    if (failure !== undefined) failed(failure);
  };
  const { pool } = postgres;
  const database = new Kysely<Tables>({
    dialect: new PostgresDialect({
      pool: {
        // What fails before there is a connection is in no log of statements.
        connect: async () => {
          try {
            return await pool.connect();
          } catch (error) {
            count(error);
            throw error;
          }
        },
        end: () => pool.end(),
      },
    }),
    log: (event) => {
      if (event.level === "error") count(event.error);
    },
  });
  const { schema } = options;
  return {
    place: placeOf(options.url, schema),
    database,
    // Changes come one after the other, as SQLite's do, so that the same queries are right in both. They are few.
    changing: (work) =>
      database.transaction().execute(async (transaction) => {
        await sql`select pg_advisory_xact_lock(hashtext(${`headgate change ${schema}`}))`.execute(
          transaction,
        );
        return await work(transaction);
      }),
    seeing: (work) => database.transaction().setIsolationLevel("repeatable read").execute(work),
    publishing: (file, work) =>
      database.connection().execute(async (session) => {
        // Not in the transaction: what it sees begins when nobody else publishes any more.
        // The file is one machine's: where every node has it at the same path, none waits for another one that hangs.
        const name = `headgate publish ${schema} ${hostname()} ${file}`;
        await sql`select pg_advisory_lock(hashtext(${name}))`.execute(session);
        try {
          return await session
            .transaction()
            .setIsolationLevel("repeatable read")
            .execute((transaction) => work(transaction));
        } finally {
          await sql`select pg_advisory_unlock(hashtext(${name}))`.execute(session);
        }
      }),
    reasonOf: postgresProblem,
    close: () => database.destroy(),
  };
}
