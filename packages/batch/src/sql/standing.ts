import type { StoreStanding } from "../store.ts";
import { all, first, marks, run, type Work } from "./work.ts";

/** How much is dropped in one transaction. */
const AT_ONCE = 1_000;

type Count = Readonly<{ state: string; count: number }>;
const byState = (rows: readonly Count[]): Readonly<Record<string, number>> =>
  Object.fromEntries(rows.map(({ state, count }) => [state, count]));

const countIn = (table: "items" | "provider_batches" | "webhooks"): Work<readonly Count[]> =>
  all<Count>(`select state, count(*) as count from ${table} group by state`);

export function* readStanding(): Work<StoreStanding> {
  const oldest = yield* first<{ oldest: number | null }>(
    "select min(admitted_at_ms) as oldest from items where ended_at_ms is null",
  );
  const rows = yield* all<{ count: number }>(
    "select count(*) as count from rows_out where row is not null",
  );
  return {
    items: byState(yield* countIn("items")),
    batches: byState(yield* countIn("provider_batches")),
    oldestOpenMs: oldest?.oldest ?? undefined,
    waitingRows: rows.reduce((sum, row) => sum + row.count, 0),
    webhooks: byState(yield* countIn("webhooks")),
  };
}

/**
 * A result that another request still shows is kept with its request until that one goes too, and all of a client's batch until
 * the batch itself has ended for so long: a window may be longer than the retention.
 */
export function* forgetEnded(
  beforeMs: number,
  nowMs: number,
): Work<Readonly<{ items: number; files: readonly string[]; more: boolean }>> {
  const items = yield* all<{ id: string }>(
    `select id from items where ended_at_ms < ?
       and not exists (select 1 from items copies where copies.leader = items.id and copies.state = 'copy')
       and not exists (select 1 from results where results.result_of = items.id)
       and not exists (select 1 from client_batches mine where mine.id = items.client_batch_id
         and (mine.ended_at_ms is null or mine.ended_at_ms >= ?))
     order by ended_at_ms limit ?`,
    ...[beforeMs, beforeMs, AT_ONCE],
  );
  if (items.length > 0) {
    const ids = items.map(({ id }) => id);
    const named = marks(ids);
    yield* run(`delete from bodies where id in (${named})`, ...ids);
    yield* run(`delete from results where id in (${named})`, ...ids);
    yield* run(`delete from ended_leaders where leader in (${named})`, ...ids);
    yield* run(`delete from webhooks where item in (${named})`, ...ids);
    yield* run(`delete from cancelled_holds where id in (${named})`, ...ids);
    yield* run(`delete from items where id in (${named})`, ...ids);
  }
  const files = yield* all<{ id: string }>(
    "select id from files where expires_at_ms <= ? limit ?",
    ...[nowMs, AT_ONCE],
  );
  for (const { id } of files) yield* run("delete from files where id = ?", id);
  const batches = yield* run(
    `delete from provider_batches where position in (
       select position from provider_batches where ended_at_ms < ?
         and not exists (select 1 from items where items.batch = provider_batches.marker) limit ?)`,
    ...[beforeMs, AT_ONCE],
  );
  const clients = yield* run(
    `delete from client_batches where position in (
       select position from client_batches where ended_at_ms < ?
         and not exists (select 1 from items where items.client_batch_id = client_batches.id) limit ?)`,
    ...[beforeMs, AT_ONCE],
  );
  // Those of requests went with them; of a batch that is gone nothing is told any more.
  const told = yield* run(
    `delete from webhooks where position in (
       select position from webhooks where about = 'batch'
         and not exists (select 1 from client_batches where client_batches.id = webhooks.item) limit ?)`,
    AT_ONCE,
  );
  const rows = yield* run(
    `delete from rows_out where position in (
       select position from rows_out where row is null and added_at_ms < ? limit ?)`,
    ...[beforeMs, AT_ONCE],
  );
  return {
    items: items.length,
    files: files.map(({ id }) => id),
    more: [items.length, files.length, batches, clients, told, rows].some(
      (count) => count === AT_ONCE,
    ),
  };
}
