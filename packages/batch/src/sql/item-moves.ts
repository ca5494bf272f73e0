import type { BatchItem, BatchTarget } from "../item.ts";
import { FOR_BATCHES, type ItemRow, itemOf, OF_TARGET, valuesOfTarget } from "./item-row.ts";
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
  const urgent = yield* all<ItemRow>(
    `select * from items where state in ('waiting', 'batched') and real_time_at_ms <= ?
       and (not_before_ms is null or not_before_ms <= ?)
     order by real_time_at_ms limit ?`,
    ...[nowMs, nowMs, limit],
  );
  for (const { id } of urgent) {
    yield* run("update items set state = 'asking', attempts = attempts + 1 where id = ?", id);
  }
  return urgent.map((row) => itemOf({ ...row, state: "asking", attempts: row.attempts + 1 }));
}

export function* takeUpAsked(): Work<number> {
  // Their batches are looked at first: what they answered meanwhile is not asked again.
  yield* run(
    `update provider_batches set next_look_at_ms = 0 where state in ('submitted', 'ended')
       and marker in (select batch from items where state = 'asking' and batch is not null)`,
  );
  return yield* run(
    `update items set state = 'waiting', real_time_at_ms = 0, not_before_ms = 0, reason = 'cut_off' where state = 'asking'`,
  );
}

export const makeUrgent = (target: BatchTarget, reason: string, nowMs: number): Work<number> =>
  run(
    `update items set real_time_at_ms = least(real_time_at_ms, ?), reason = ?
     where ${FOR_BATCHES} and ${OF_TARGET}`,
    ...[nowMs, reason, ...valuesOfTarget(target)],
  );
