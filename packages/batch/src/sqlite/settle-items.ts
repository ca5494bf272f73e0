import type { LedgerRow } from "@headgate/contract";
import type { BatchItem } from "../item.ts";
import type { AnsweredState, EndedCopy, Settlement, WaitingRow } from "../store.ts";
import type { Webhook } from "../webhook.ts";
import { type Connection, marks, slices } from "./connection.ts";
import { type ItemRow, itemOf } from "./item-row.ts";
import { noteEndedLeader } from "./items.ts";
import { calmLeader } from "./sharers.ts";
import { addWebhook } from "./webhooks.ts";

type Standing = Pick<
  ItemRow,
  "id" | "key_id" | "state" | "batch" | "leader" | "real_time_at_ms" | "webhook"
>;

const statuses = {
  answered: "completed",
  failed: "failed",
  expired: "expired",
} as const satisfies Record<AnsweredState, Webhook["status"]>;

/** How many copies of one leader are handed out before those of the next. */
export function readEndedCopies(connection: Connection, limit: number): readonly EndedCopy[] {
  const found: EndedCopy[] = [];
  const ended = connection.all<ItemRow & Readonly<{ baseline: string | null }>>(
    `select items.*, results.baseline as baseline from ended_leaders
     join items on items.id = ended_leaders.leader join results on results.id = items.id limit ?`,
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
    const known = row.baseline === null ? {} : { leaderBaseline: row.baseline };
    for (const copy of copies) found.push({ copy: itemOf(copy), leader, ...known });
    if (found.length >= limit) break;
  }
  return found;
}

/** Copies whose own time is over while their leader has no answer and is not asked at the moment. */
export const readLateCopies = (
  connection: Connection,
  nowMs: number,
  limit: number,
): readonly BatchItem[] =>
  connection
    .all<ItemRow>(
      `select copies.* from items copies join items leaders on leaders.id = copies.leader
       where copies.state = 'copy' and copies.deadline_ms <= ? and leaders.state in ('waiting', 'batched') limit ?`,
      ...[nowMs, limit],
    )
    .map(itemOf);

export function settleOne(connection: Connection, settlement: Settlement): boolean {
  const { id, from, becomes, row, atMs } = settlement;
  const item = connection.first<Standing>(
    "select id, key_id, state, batch, leader, real_time_at_ms, webhook from items where id = ?",
    id,
  );
  if (item === undefined || item.state !== from.state) return false;
  if (from.state === "batched" && item.batch !== from.marker) return false;
  if (becomes.state === "waiting") {
    // What was asked in vain waits as long as it is told to; what comes out of a batch is never less urgent than it was.
    const at = becomes.realTimeAtMs;
    connection.run(
      `update items set state = 'waiting', batch = null, line = null, leader = null, reason = ?,
         real_time_at_ms = ${from.state === "asking" ? "?" : "min(real_time_at_ms, ?)"} where id = ?`,
      ...[becomes.reason, at ?? item.real_time_at_ms, id],
    );
  } else {
    const by = from.state === "batched" ? from.marker : "real_time";
    end(connection, id, becomes, "resultOf" in becomes ? becomes.resultOf : by, settlement);
    const { key_id: keyId, webhook: url, leader } = item;
    const status = statuses[becomes.state];
    if (url !== null) {
      addWebhook(connection, { about: "request", id, keyId, url, status, endedAtMs: atMs });
    }
    // A copy that ended before its leader hurries it no longer.
    if (from.state === "copy" && leader !== null) calmLeader(connection, leader);
  }
  if (row !== undefined) addRow(connection, row, atMs);
  return true;
}

function end(
  connection: Connection,
  id: string,
  becomes: Exclude<Settlement["becomes"], { state: "waiting" }>,
  settledBy: string,
  { row, atMs }: Settlement,
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
    "insert or replace into results (id, status, body, result_of, baseline) values (?, ?, ?, ?, ?)",
    ...[id, status, body, of, row?.baseline_cost ?? null],
  );
  connection.run(
    "update items set state = ?, ended_at_ms = ?, status = ?, settled_by = ? where id = ?",
    ...[becomes.state, atMs, status, settledBy, id],
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
