import type { BatchItem, BatchTarget } from "../item.ts";
import {
  FOR_BATCHES,
  HALFWAY,
  type ItemRow,
  itemOf,
  OF_TARGET,
  valuesOfTarget,
} from "./item-row.ts";
import { all, first, marks, run, slices, type Work } from "./work.ts";

/** The requests of lines of a batch, also those that have moved on since. */
export function* readLines(
  marker: string,
  lines: readonly number[],
): Work<ReadonlyMap<number, BatchItem>> {
  const found = new Map<number, BatchItem>();
  for (const slice of slices(lines)) {
    const rows = yield* all<ItemRow>(
      `select * from items where batch = ? and line in (${marks(slice)})`,
      ...[marker, ...slice],
    );
    for (const row of rows) if (row.line !== null) found.set(row.line, itemOf(row));
  }
  return found;
}

export function* countOpenIn(
  marker: string,
  byMs: number,
): Work<Readonly<{ open: number; due: number }>> {
  const found = yield* first<{ open: number; due: number }>(
    `select count(*) as open, count(*) filter (where real_time_at_ms <= ?) as due
     from items where batch = ? and state = 'batched'`,
    ...[byMs, marker],
  );
  if (found === undefined) throw new Error("a count has no row");
  return { open: found.open, due: found.due };
}

export function* takeUrgent(nowMs: number, limit: number): Work<readonly BatchItem[]> {
  const open = "state in ('waiting', 'batched')";
  const rested = "(not_before_ms is null or not_before_ms <= ?)";
  // Mostly there is none: then no index of all that is open is gone through.
  const isAny = yield* first(
    `select id from items where ${open} and real_time_at_ms <= ? and ${rested} limit 1`,
    ...[nowMs, nowMs],
  );
  if (isAny === undefined) return [];
  const urgent = yield* all<ItemRow>(
    // In the order of an index: of a refused batch all are due at once, and sorted anew for each that is taken.
    `select * from items where ${open} and +real_time_at_ms <= ? and ${rested}
     order by deadline_ms, real_time_at_ms limit ?`,
    ...[nowMs, nowMs, limit],
  );
  for (const { id } of urgent) {
    yield* run("update items set state = 'asking', attempts = attempts + 1 where id = ?", id);
  }
  return urgent.map((row) => itemOf({ ...row, state: "asking", attempts: row.attempts + 1 }));
}

export function* takeUpAsked(underWay: readonly string[]): Work<number> {
  const others = underWay.length === 0 ? "" : `and id not in (${marks(underWay)})`;
  const left = `state = 'asking' ${others}`;
  // Their batches are looked at first: what they answered meanwhile is not asked again.
  yield* run(
    `update provider_batches set next_look_at_ms = 0 where state in ('submitted', 'ended')
       and marker in (select batch from items where ${left} and batch is not null)`,
    ...underWay,
  );
  return yield* run(
    `update items set state = 'waiting', real_time_at_ms = 0, not_before_ms = 0, reason = 'cut_off' where ${left}`,
    ...underWay,
  );
}

export const makeUrgent = (target: BatchTarget, reason: string, nowMs: number): Work<number> =>
  run(
    `update items set real_time_at_ms = least(real_time_at_ms, ?), reason = ?
     where ${FOR_BATCHES} and ${OF_TARGET}`,
    ...[nowMs, reason, ...valuesOfTarget(target)],
  );

export const makeRoomlessUrgent = (
  target: BatchTarget,
  reason: string,
  { nowMs, windowMs }: Readonly<{ nowMs: number; windowMs: number }>,
): Work<number> =>
  run(
    `update items set real_time_at_ms = least(real_time_at_ms, ?), reason = ?
     where ${FOR_BATCHES} and ${OF_TARGET} and ${HALFWAY} <= ? and real_time_at_ms - ? <= ?`,
    ...[nowMs, reason, ...valuesOfTarget(target), nowMs, windowMs, nowMs],
  );
