import type { LedgerRow } from "@headgate/contract";
import type { BatchItem } from "../item.ts";
import type { Settlement, WaitingRow } from "../store.ts";
import { type Connection, marks, slices } from "./connection.ts";
import { type ItemRow, itemOf } from "./item-row.ts";
import { noteEndedLeader } from "./items.ts";

type Standing = Readonly<{ state: string; batch: string | null }>;

/** How many copies of one leader are handed out before those of the next. */
export function readEndedCopies(
  connection: Connection,
  limit: number,
): readonly Readonly<{ copy: BatchItem; leader: BatchItem }>[] {
  const found: { copy: BatchItem; leader: BatchItem }[] = [];
  const ended = connection.all<ItemRow>(
    "select items.* from ended_leaders join items on items.id = ended_leaders.leader limit ?",
    limit,
  );
  for (const row of ended) {
    const copies = connection.all<ItemRow>(
      "select * from items where leader = ? and state = 'copy' order by position limit ?",
      ...[row.id, limit - found.length],
    );
    if (copies.length === 0) {
      connection.run("delete from ended_leaders where leader = ?", row.id);
      continue;
    }
    const leader = itemOf(row);
    for (const copy of copies) found.push({ copy: itemOf(copy), leader });
    if (found.length >= limit) break;
  }
  return found;
}

export function settleOne(connection: Connection, settlement: Settlement): boolean {
  const { id, from, becomes, row, atMs } = settlement;
  const item = connection.first<Standing>("select state, batch from items where id = ?", id);
  if (item === undefined || item.state !== from.state) return false;
  if (from.state === "batched" && item.batch !== from.marker) return false;
  if (becomes.state === "waiting") {
    connection.run(
      `update items set state = 'waiting', batch = null, line = null, leader = null, reason = ?,
         real_time_at_ms = min(real_time_at_ms, ?) where id = ?`,
      ...[becomes.reason, becomes.realTimeAtMs ?? Number.MAX_SAFE_INTEGER, id],
    );
  } else end(connection, id, becomes, atMs);
  if (row !== undefined) addRow(connection, row, atMs);
  return true;
}

function end(
  connection: Connection,
  id: string,
  becomes: Exclude<Settlement["becomes"], { state: "waiting" }>,
  atMs: number,
): void {
  const { status, body, of } =
    "result" in becomes
      ? { status: becomes.result.status, body: becomes.result.body, of: null }
      : {
          status: connection.first<{ status: number }>(
            "select status from results where id = ?",
            becomes.resultOf,
          )?.status,
          body: null,
          of: becomes.resultOf,
        };
  if (status === undefined) throw new Error(`${id}: ${String(of)} has no result to share`);
  connection.run(
    "insert or replace into results (id, status, body, result_of) values (?, ?, ?, ?)",
    ...[id, status, body, of],
  );
  connection.run(
    "update items set state = ?, ended_at_ms = ?, status = ? where id = ?",
    ...[becomes.state, atMs, status, id],
  );
  if (of === null) noteEndedLeader(connection, id);
}

export const addRow = (connection: Connection, row: LedgerRow, atMs: number): void => {
  connection.run(
    "insert into rows_out (row_id, row, added_at_ms) values (?, ?, ?) on conflict (row_id) do nothing",
    ...[row.row_id, JSON.stringify(row), atMs],
  );
};

export const readWaitingRows = (connection: Connection, limit: number): readonly WaitingRow[] =>
  connection
    .all<{ position: number; row: string }>(
      "select position, row from rows_out where row is not null order by position limit ?",
      limit,
    )
    .map(({ position, row }) => ({ position, row: JSON.parse(row) as LedgerRow }));

export function forgetRowTexts(connection: Connection, positions: readonly number[]): void {
  for (const slice of slices(positions)) {
    connection.run(`update rows_out set row = null where position in (${marks(slice)})`, ...slice);
  }
}
