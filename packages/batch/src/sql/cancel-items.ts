import type { BatchItem } from "../item.ts";
import type { BatchStore } from "../store.ts";
import { type ItemRow, itemOf } from "./item-row.ts";
import { calmLeader } from "./sharers.ts";
import { all, first, marks, run, slices, type Work } from "./work.ts";

type Open = Readonly<{ id: string; state: string; batch: string | null; leader: string | null }>;

/** How many are cancelled in one go when a whole batch is. */
const AT_ONCE = 500;

export function* cancelItems(
  keyId: string,
  which: Parameters<BatchStore["cancel"]>[1],
  atMs: number,
): Work<number> {
  let cancelled = 0;
  if ("ids" in which) {
    for (const ids of slices(which.ids)) {
      const open = yield* all<Open>(
        `select id, state, batch, leader from items where key_id = ? and ended_at_ms is null and id in (${marks(ids)})`,
        ...[keyId, ...ids],
      );
      yield* cancelAll(open, atMs);
      cancelled += open.length;
    }
    return cancelled;
  }
  for (;;) {
    const open = yield* all<Open>(
      // Copies first: then no leader is handed on to one that is cancelled as well.
      `select id, state, batch, leader from items where client_batch_id = ? and key_id = ? and ended_at_ms is null
       order by state = 'copy' desc limit ${AT_ONCE}`,
      ...[which.clientBatchId, keyId],
    );
    if (open.length === 0) return cancelled;
    yield* cancelAll(open, atMs);
    cancelled += open.length;
  }
}

function* cancelAll(open: readonly Open[], atMs: number): Work<void> {
  for (const item of open) yield* cancelOne(item, atMs);
  // A batch that nobody waits for any more is looked at now, and cancelled.
  for (const batch of new Set(open.map((item) => item.batch))) {
    if (batch === null) continue;
    yield* run(
      `update provider_batches set next_look_at_ms = least(next_look_at_ms, ?)
       where marker = ? and state = 'submitted'
         and not exists (select 1 from items where items.batch = marker and items.state = 'batched')`,
      ...[atMs, batch],
    );
  }
}

function* cancelOne({ id, state, batch, leader }: Open, atMs: number): Work<void> {
  const isHandedOn = state !== "copy" && (yield* handOn(id));
  yield* run(
    "insert into cancelled_holds (id, batch) values (?, ?) on conflict (id) do update set batch = excluded.batch",
    // Its line is the heir's then, who is held for as well. For one that is being asked the gateway holds.
    ...[id, state === "asking" || isHandedOn ? null : batch],
  );
  yield* run(
    "update items set state = 'cancelled', ended_at_ms = ?, scope = null, digest = null where id = ?",
    ...[atMs, id],
  );
  if (state === "copy" && leader !== null) yield* calmLeader(leader);
}

/**
 * The first copy takes its leader's place, also in a batch that is under way: its line is then the copy's. What is asked in
 * real time is asked for the one that was cancelled, so its heir is asked for anew: in real time, where its line is in a batch
 * already, whose answer it gets if that comes before.
 */
function* handOn(leader: string): Work<boolean> {
  const heir = yield* first<{ id: string }>(
    "select id from items where leader = ? and state = 'copy' order by position limit 1",
    leader,
  );
  if (heir === undefined) return false;
  yield* run(
    `update items set leader = null, state = case when old.state = 'asking' then 'waiting' else old.state end, batch = old.batch, line = old.line, batch_attempt = old.batch_attempt,
       attempts = old.attempts,
       not_before_ms = case when old.state = 'asking' and old.batch is not null then 0 else old.not_before_ms end, scope = old.scope, digest = old.digest, provider = old.provider,
       target_model = old.target_model, target_format = old.target_format, endpoint = old.endpoint,
       own_deadline_ms = items.deadline_ms, own_real_time_at_ms = items.real_time_at_ms,
       real_time_at_ms = case when old.reason is null then items.real_time_at_ms
         else least(items.real_time_at_ms, old.real_time_at_ms) end,
       reason = coalesce(old.reason, items.reason)
     from (select * from items where id = ?) old where items.id = ?`,
    ...[leader, heir.id],
  );
  yield* run("update items set batch = null, line = null where id = ?", leader);
  yield* run("update items set leader = ? where leader = ? and state = 'copy'", heir.id, leader);
  yield* calmLeader(heir.id);
  return true;
}

export function* readCancelledHolds(limit: number): Work<readonly BatchItem[]> {
  return (yield* all<ItemRow>(
    `select items.* from cancelled_holds held join items on items.id = held.id
         left join provider_batches batches on batches.marker = held.batch
       where batches.marker is null or batches.state in ('settled', 'lost') limit ?`,
    limit,
  )).map(itemOf);
}

export function* forgetCancelledHolds(ids: readonly string[]): Work<void> {
  for (const slice of slices(ids)) {
    yield* run(`delete from cancelled_holds where id in (${marks(slice)})`, ...slice);
  }
}
