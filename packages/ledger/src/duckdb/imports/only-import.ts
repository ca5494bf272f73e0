import type { DuckDBConnection } from "@duckdb/node-api";
import { inTransaction } from "../transaction.ts";
import { abandonImport, addBatch, beginImport } from "./begin-import.ts";
import { finishImport } from "./finish-import.ts";
import { stagedAttempts } from "./staging.ts";
import type { TakesImports } from "./takes-imports.ts";

const staged = { ...stagedAttempts, temporary: false } as const;

/**
 * Imports of a ledger of which nothing is kept: nobody else writes into it meanwhile, and nothing has to outlive the
 * process. So calls wait in a table of the file, in one transaction, in which DuckDB compresses them as they come and logs
 * nothing; where the ledger is empty, that table becomes its own instead of being copied (`take-staged-table.ts`).
 * A batch that fails takes the whole import with it.
 */
export const onlyImport: TakesImports = {
  begin: async (connection, start) => {
    await endAdding(connection, "rollback");
    const number = await beginImport(connection, start);
    await inTransaction(connection, async () => {
      await connection.run(`drop table temp.${staged.name}`);
      await connection.run(`drop table if exists main.${staged.name}`);
      await connection.run(`create table main.${staged.name} as select * from attempts limit 0`);
    });
    await connection.run("begin transaction");
    return number;
  },
  add: (connection, batch) => addBatch(connection, batch, staged),
  finish: async (connection, end) => {
    await endAdding(connection, "commit");
    return finishImport(connection, end);
  },
  abandon: async (connection, number) => {
    await endAdding(connection, "rollback");
    await abandonImport(connection, number);
  },
};

/** Where nothing is being added there is nothing to end: finishing or abandoning again is no fault. */
async function endAdding(connection: DuckDBConnection, how: "commit" | "rollback"): Promise<void> {
  try {
    await connection.run(how);
  } catch (error) {
    if (!/no transaction is active/i.test(String(error))) throw error;
  }
}
