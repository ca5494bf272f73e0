import type { DuckDBConnection } from "@duckdb/node-api";

/** Runs `work` in a transaction: all of it holds, or, when it throws, none. */
export async function inTransaction<Result>(
  connection: DuckDBConnection,
  work: () => Promise<Result>,
): Promise<Result> {
  await connection.run("begin transaction");
  try {
    const result = await work();
    await connection.run("commit");
    return result;
  } catch (error) {
    try {
      await connection.run("rollback");
    } catch (rollbackError) {
      // A failed commit has rolled back by itself, and then there is nothing to roll back.
      throw new AggregateError([error, rollbackError], messageOf(error), { cause: error });
    }
    throw error;
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
