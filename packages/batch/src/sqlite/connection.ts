import Database from "libsql";
import { SCHEMA, SCHEMA_VERSION, UPGRADES } from "./schema.ts";

/** What a statement can be given. */
export type Value = string | number | null | Uint8Array;

/** How long a process waits for another one's transaction; they are short. */
const BUSY_TIMEOUT_MS = 10_000;

/** One connection to the file: everything here blocks its thread for as long as a bounded transaction takes. */
export class Connection {
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

  all<Row>(statement: string, ...values: readonly Value[]): readonly Row[] {
    return this.#prepared(statement).all(...values) as Row[];
  }

  first<Row>(statement: string, ...values: readonly Value[]): Row | undefined {
    return this.#prepared(statement).get(...values) as Row | undefined;
  }

  /** Returns how many rows it changed. */
  run(statement: string, ...values: readonly Value[]): number {
    return this.#prepared(statement).run(...values).changes;
  }

  /** Runs work that holds whole or not at all, and sees no other process's half. */
  whole<Result>(work: () => Result): Result {
    this.#sqlite.exec("begin immediate");
    try {
      const result = work();
      this.#sqlite.exec("commit");
      return result;
    } catch (error) {
      // A full disk has ended the transaction already; its own reason is the one to tell.
      if (this.#sqlite.inTransaction) this.#sqlite.exec("rollback");
      throw error;
    }
  }

  close(): void {
    this.#statements.clear();
    this.#sqlite.close();
  }

  #prepared(statement: string): Database.Statement {
    let prepared = this.#statements.get(statement);
    if (prepared === undefined) {
      prepared = this.#sqlite.prepare(statement);
      this.#statements.set(statement, prepared);
    }
    return prepared;
  }
}

/** As many question marks as a list has members. Lists are bounded by their callers. */
export const marks = (values: readonly unknown[]): string => values.map(() => "?").join(", ");

/** Lists of any length in slices that a statement takes. */
export function* slices<Member>(members: readonly Member[], size = 500): Generator<Member[]> {
  for (let start = 0; start < members.length; start += size)
    yield members.slice(start, start + size);
}
