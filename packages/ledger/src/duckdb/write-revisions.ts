import type { DuckDBConnection } from "@duckdb/node-api";
import type { TakenColumn } from "../column.ts";
import { revisionColumns } from "../revision-columns.ts";
import type { Revision } from "../store.ts";
import { writeRows } from "./write-rows.ts";

/** Adds revisions of a re-rating, within the connection's transaction. */
export async function writeRevisions(
  connection: DuckDBConnection,
  rerating: number,
  revisions: readonly Revision[],
): Promise<void> {
  const numbered: TakenColumn<Revision> = {
    name: "rerating",
    type: "BIGINT",
    take: () => rerating,
  };
  await writeRows(
    connection,
    { name: "revisions", columns: [numbered, ...revisionColumns] },
    revisions,
  );
}
