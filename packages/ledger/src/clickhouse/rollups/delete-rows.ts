import type { Connection } from "../connection.ts";
import { localName } from "../create-table.ts";

/** Takes rows out of a table, on all shards; where several rows are under one key, each by itself. */
export const deleteRows = (connection: Connection, table: string, where: string): Promise<void> => {
  const { cluster } = connection;
  return connection.run(
    cluster === undefined
      ? `delete from ${table} where ${where}`
      : `delete from ${localName(table)} on cluster ${cluster} where ${where}`,
  );
};
