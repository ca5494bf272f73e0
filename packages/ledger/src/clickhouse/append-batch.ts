import { createHash } from "node:crypto";
import type { LedgerRow } from "@headgate/contract";
import { columns } from "../columns.ts";
import { conflictsOf, firstRowsOf } from "../first-rows.ts";
import { text } from "../reports/sql-values.ts";
import type { AppendResult, LedgerBatch } from "../store.ts";
import { around } from "./around.ts";
import type { Connection } from "./connection.ts";
import { countOnce } from "./count-once.ts";
import { moveCursors } from "./cursors.ts";
import { encodeLine } from "./encode-line.ts";
import { markDays, markSources } from "./mark-days.ts";
import { originalVersion } from "./row-version.ts";
import { seenOf } from "./seen-row.ts";
import type { SpoolReaches } from "./spool-reaches.ts";

/** Where a loader's rows go, and how far they may be in. */
export type LoadingInto = Readonly<{ connection: Connection; reaches: SpoolReaches }>;

/** As in DuckDB: a row comes a second time only when its spool segment is loaded again. */
const MARGIN_MS = 3_600_000;

const names = [...columns.map(({ name }) => name), "row_version", "is_gone"];

/**
 * Adds the rows that are new, and moves the cursors behind them. Cut off in between, the rows are in and the cursors
 * are not: they come again, are already there, and only what was not done about them is.
 */
export async function appendBatch(
  { connection, reaches }: LoadingInto,
  batch: LedgerBatch,
): Promise<AppendResult> {
  const batchRows = firstRowsOf(batch.rows);
  const rows = [...batchRows.firstById.values()];
  // Of what was never sent nothing is looked for: that would read the ids of an hour, of all that write.
  const known = (await areNew(reaches, batch))
    ? new Map<string, bigint>()
    : await knownHashes(connection, rows);
  const fresh = rows.filter((row) => !known.has(row.row_id));
  await addRows({ connection, reaches }, fresh, batch);
  // Where rows come again, the batch was cut off before: maybe between its rows and who counts of those that are one call.
  await countOnce(connection, (known.size === 0 ? fresh : rows).map(seenOf));
  await moveCursors(connection, batch.cursors);
  return {
    added: fresh.length,
    alreadyThere: batch.rows.length - fresh.length,
    conflicting: conflictsOf(batchRows, known),
  };
}

const areNew = async (
  reaches: SpoolReaches,
  { rows, begins = [], isNew = false }: LedgerBatch,
): Promise<boolean> =>
  rows.length > 0 && (isNew || (begins.length > 0 && (await reaches.areNew(begins))));

async function addRows(
  { connection, reaches }: LoadingInto,
  fresh: readonly LedgerRow[],
  { cursors }: LedgerBatch,
): Promise<void> {
  if (fresh.length === 0) return;
  const lines = fresh.map((row) => encodeLine(columns, row, [originalVersion(Date.now()), "0"]));
  const times = fresh.map((row) => row.started_at_ms);
  // Before the rows: a sum that does not know them is never read once they are there.
  await markDays(connection, times);
  await markSources(connection, fresh);
  await reaches.send(cursors);
  await connection.insert("attempts", names, lines, tokenOf(fresh, cursors));
}

/** Of a block: where it was read to in the spool, and which rows it has. */
function tokenOf(rows: readonly LedgerRow[], cursors: LedgerBatch["cursors"]): string | undefined {
  if (cursors.length === 0) return undefined;
  const token = createHash("sha256").update(JSON.stringify(cursors));
  for (const row of rows) token.update("\n").update(row.row_id);
  return token.digest("hex");
}

/** Content hashes of those rows whose ids the ledger holds, by id. */
async function knownHashes(
  connection: Connection,
  rows: readonly LedgerRow[],
): Promise<ReadonlyMap<string, bigint>> {
  if (rows.length === 0) return new Map();
  const found = await connection.ask(
    `select row_id, content_hash from attempts
     where started_at >= $from and started_at <= $to and row_id in (select unnest($row_ids))`,
    {
      ...around(
        rows.map((row) => row.started_at_ms),
        MARGIN_MS,
      ),
      row_ids: { type: "texts", texts: rows.map((row) => row.row_id) },
    },
  );
  return new Map(
    found.map((row) => {
      const hash = row.content_hash;
      if (typeof hash !== "bigint") throw new TypeError("the ledger answered with no hash");
      return [text(row, "row_id"), hash];
    }),
  );
}
