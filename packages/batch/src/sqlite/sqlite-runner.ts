import Database from "libsql";
import { SCHEMA, SCHEMA_VERSION, UPGRADES } from "../sql/schema.ts";
import type { Runner, Statement, Work } from "../sql/work.ts";

/** How long a process waits for another one's transaction; they are short. */
const BUSY_TIMEOUT_MS = 10_000;

/** One connection to the file: everything here blocks its thread for as long as a bounded transaction takes. */
export class SqliteRunner implements Runner {
  readonly #sqlite: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();

  constructor(path: string, durability: "process" | "disk") {
    const sqlite = new Database(path);
    try {
      sqlite.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
      sqlite.exec("pragma journal_mode = wal");
      sqlite.pragma(`synchronous = ${durability === "disk" ? "full" : "normal"}`);
      sqlite.exec("begin immediate");
      const [found] = sqlite.pragma("user_version") as [{ user_version: number }];
      if (found.user_version > SCHEMA_VERSION) {
        throw new Error(`it was written by a newer version of Headgate (${found.user_version})`);
      }
      // A new file is of version 0: for that there is no upgrade.
      const { user_version: version } = found;
      for (let from = version; version > 0 && from < SCHEMA_VERSION; from += 1) {
        sqlite.exec(UPGRADES[from] ?? "");
      }
      sqlite.exec(`${SCHEMA} pragma user_version = ${SCHEMA_VERSION}; commit`);
    } catch (error) {
      sqlite.close();
      throw error;
    }
    this.#sqlite = sqlite;
  }

  async changing<Result>(work: () => Work<Result>): Promise<Result> {
    return this.#whole(work);
  }

  /** In the same transaction as a change: no other process's half is seen. */
  async reading<Result>(work: () => Work<Result>): Promise<Result> {
    return this.#whole(work);
  }

  async close(): Promise<void> {
    this.#statements.clear();
    this.#sqlite.close();
  }

  /** Runs work that holds whole or not at all, and nothing of this process comes between its statements. */
  #whole<Result>(work: () => Work<Result>): Result {
    this.#sqlite.exec("begin immediate");
    try {
      const steps = work();
      let step = steps.next();
      while (step.done !== true) step = steps.next(this.#answer(step.value));
      this.#sqlite.exec("commit");
      return step.value;
    } catch (error) {
      // A full disk has ended the transaction already; its own reason is the one to tell.
      if (this.#sqlite.inTransaction) this.#sqlite.exec("rollback");
      throw error;
    }
  }

  #answer({ asks, text, values }: Statement): unknown {
    const prepared = this.#prepared(text);
    return asks === "rows" ? prepared.all(...values) : prepared.run(...values).changes;
  }

  #prepared(statement: string): Database.Statement {
    let prepared = this.#statements.get(statement);
    if (prepared === undefined) {
      // The smallest of several values has another name here.
      prepared = this.#sqlite.prepare(statement.replaceAll("least(", "min("));
      this.#statements.set(statement, prepared);
    }
    return prepared;
  }
}
