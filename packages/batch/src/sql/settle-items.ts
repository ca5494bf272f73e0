import type { LedgerRow } from "@headgate/contract";
import type { BatchItem } from "../item.ts";
import type { AnsweredState, EndedCopy, Settlement, WaitingRow } from "../store.ts";
import type { Webhook } from "../webhook.ts";
import { type ItemRow, itemOf } from "./item-row.ts";
import { noteEndedLeader } from "./items.ts";
import { calmLeader } from "./sharers.ts";
import { addWebhook } from "./webhooks.ts";
import { all, first, marks, run, slices, type Work } from "./work.ts";

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
export function* readEndedCopies(limit: number): Work<readonly EndedCopy[]> {
  const found: EndedCopy[] = [];
  const ended = yield* all<ItemRow & Readonly<{ baseline: string | null }>>(
    `select items.*, results.baseline as baseline from ended_leaders
     join items on items.id = ended_leaders.leader join results on results.id = items.id limit ?`,
    limit,
  );
  for (const row of ended) {
    const copies = yield* all<ItemRow>(
      "select * from items where leader = ? and state = 'copy' order by position limit ?",
      ...[row.id, limit - found.length],
    );
    if (copies.length === 0) {
      yield* run("delete from ended_leaders where leader = ?", row.id);
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
export function* readLateCopies(nowMs: number, limit: number): Work<readonly BatchItem[]> {
  return (yield* all<ItemRow>(
    `select copies.* from items copies join items leaders on leaders.id = copies.leader
       where copies.state = 'copy' and copies.deadline_ms <= ? and leaders.state in ('waiting', 'batched') limit ?`,
    ...[nowMs, limit],
  )).map(itemOf);
}

function* settleOne(settlement: Settlement): Work<boolean> {
  const { id, from, becomes, row, atMs } = settlement;
  const item = yield* first<Standing>(
    "select id, key_id, state, batch, leader, real_time_at_ms, webhook from items where id = ?",
    id,
  );
  if (item === undefined || item.state !== from.state) return false;
  if ("marker" in from && item.batch !== from.marker) return false;
  if (from.state === "asking" && item.batch !== null) yield* readAgain(item.batch, atMs);
  if (becomes.state === "waiting") {
    // What was asked in vain waits as long as it is told to; what comes out of a batch is never less urgent than it was.
    const at = becomes.realTimeAtMs ?? item.real_time_at_ms;
    // Asked in vain, it is still a line of the batch that it was taken from: that may be billed yet.
    const isAsked = from.state === "asking";
    yield* run(
      `update items set state = 'waiting', ${isAsked ? "" : "batch = null, line = null, "}leader = null, reason = ?, not_before_ms = ?,
         real_time_at_ms = ${isAsked ? "?" : "least(real_time_at_ms, ?)"} where id = ?`,
      ...[becomes.reason, isAsked ? at : null, at, id],
    );
  } else {
    const by = "marker" in from ? from.marker : "real_time";
    yield* end(id, becomes, "resultOf" in becomes ? becomes.resultOf : by, settlement);
    const { key_id: keyId, webhook: url, leader } = item;
    const status = statuses[becomes.state];
    if (url !== null) {
      yield* addWebhook({ about: "request", id, keyId, url, status, endedAtMs: atMs });
    }
    // A copy that ended before its leader hurries it no longer.
    if (from.state === "copy" && leader !== null) yield* calmLeader(leader);
  }
  if (row !== undefined) yield* addRow(row, atMs);
  return true;
}

/** A batch whose answer was left lying, since its request was being asked, is read again now: it is told what came of that. */
function* readAgain(marker: string, atMs: number): Work<void> {
  yield* run(
    "update provider_batches set next_look_at_ms = least(next_look_at_ms, ?) where marker = ? and state = 'ended'",
    ...[atMs, marker],
  );
}

function* end(
  id: string,
  becomes: Exclude<Settlement["becomes"], { state: "waiting" }>,
  settledBy: string,
  { row, atMs }: Settlement,
): Work<void> {
  const { status, body, of } =
    "result" in becomes
      ? { status: becomes.result.status, body: becomes.result.body, of: null }
      : {
          status: (yield* first<{ status: number }>(
            "select status from results where id = ?",
            becomes.resultOf,
          ))?.status,
          body: null,
          of: becomes.resultOf,
        };
  if (status === undefined) throw new Error(`${id}: ${String(of)} has no result to share`);
  yield* run(
    `insert into results (id, status, body, result_of, baseline) values (?, ?, ?, ?, ?)
     on conflict (id) do update set status = excluded.status, body = excluded.body,
       result_of = excluded.result_of, baseline = excluded.baseline`,
    ...[id, status, body, of, row?.baseline_cost ?? null],
  );
  yield* run(
    "update items set state = ?, ended_at_ms = ?, status = ?, settled_by = ? where id = ?",
    ...[becomes.state, atMs, status, settledBy, id],
  );
  if (of === null) yield* noteEndedLeader(id);
}

function* addRow(row: LedgerRow, atMs: number): Work<number> {
  return yield* run(
    "insert into rows_out (row_id, row, added_at_ms) values (?, ?, ?) on conflict (row_id) do nothing",
    ...[row.row_id, JSON.stringify(row), atMs],
  );
}

export function* readWaitingRows(limit: number): Work<readonly WaitingRow[]> {
  return (yield* all<{ position: number; row: string }>(
    "select position, row from rows_out where row is not null order by position limit ?",
    limit,
  )).map(({ position, row }) => ({ position, row: JSON.parse(row) as LedgerRow }));
}

export function* forgetRowTexts(positions: readonly number[]): Work<void> {
  for (const slice of slices(positions)) {
    yield* run(`update rows_out set row = null where position in (${marks(slice)})`, ...slice);
  }
}

export function* settleAll(settlements: readonly Settlement[]): Work<readonly boolean[]> {
  const held: boolean[] = [];
  for (const settlement of settlements) held.push(yield* settleOne(settlement));
  return held;
}

export function* addRows(rows: readonly LedgerRow[]): Work<number> {
  let added = 0;
  for (const row of rows) added += yield* addRow(row, row.started_at_ms);
  return added;
}
