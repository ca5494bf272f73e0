import { Kysely, SqliteDialect } from "kysely";
import Database from "libsql";
import type { Connection } from "./connection.ts";
import { immediately } from "./immediately.ts";
import { migrate } from "./migrate-sqlite.ts";
import { ownReason } from "./state-unusable.ts";
import { untilFree } from "./until-free.ts";

/** How long SQLite itself waits for a lock, holding up the process; `untilFree` waits longer. */
const BUSY_TIMEOUT_MS = 20;

/** One SQLite file, looked through for damage and brought up to date. */
export async function connectToSqlite<Tables>(path: string): Promise<Connection<Tables>> {
  const sqlite = new Database(path);
  try {
    sqlite.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
    await untilFree(() => sqlite.exec("pragma journal_mode = wal"));
    sqlite.pragma("synchronous = full");
    sqlite.pragma("foreign_keys = on");
    const damage = sqlite.pragma("quick_check(1)") as readonly { quick_check: string }[];
    if (damage[0]?.quick_check !== "ok") throw new Error(`damaged: ${damage[0]?.quick_check}`);
    const database = new Kysely<Tables>({ dialect: new SqliteDialect({ database: sqlite }) });
    await migrate({ database: database as Kysely<unknown>, sqlite });
    const changing: Connection<Tables>["changing"] = (work) =>
      immediately({ database, sqlite }, work);
    return {
      place: path,
      database,
      changing,
      seeing: (work) => database.transaction().execute(work),
      // A file's state is published by those that have it open, and they are all in its one queue.
      publishing: (_file, work) => changing(work),
      reasonOf: ownReason,
      close: async () => {
        // Everything in the one file, so that a copy of it is whole; not while others have it open.
        sqlite.exec("pragma wal_checkpoint(truncate)");
        await database.destroy();
      },
    };
  } catch (error) {
    sqlite.close();
    throw error;
  }
}
