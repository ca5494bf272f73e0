import { type Kysely, sql } from "kysely";
import { untilFree } from "./until-free.ts";

/** A connection through Kysely, and the same one by itself. */
export type SqliteConnection<Tables> = Readonly<{
  database: Kysely<Tables>;
  sqlite: { exec(statement: string): unknown };
}>;

/**
 * Runs `work` in a transaction that takes SQLite's write lock first, so that what it reads cannot
 * change before it writes, also not by another process.
 */
export const immediately = <Tables, Result>(
  { database, sqlite }: SqliteConnection<Tables>,
  work: (transaction: Kysely<Tables>) => Promise<Result>,
): Promise<Result> =>
  database.connection().execute(async (connection) => {
    // By `exec`, which lets go of the statement: a prepared one that met a lock stays in progress in
    // libsql 0.5.29 until it is collected, and no commit succeeds before that (seen 2026-11-23).
    await untilFree(() => sqlite.exec("begin immediate"));
    try {
      const result = await work(connection);
      await sql`commit`.execute(connection);
      return result;
    } catch (error) {
      // Some failures, a full disk for one, have ended the transaction already.
      await sql`rollback`.execute(connection).catch((rollback: unknown) => {
        throw new AggregateError([error, rollback], (error as Error).message);
      });
      throw error;
    }
  });
