import type { BatchStore } from "../store.ts";
import { FOR_BATCHES, OF_TARGET, valuesOfTarget } from "./item-row.ts";
import { all, first, run, type Work } from "./work.ts";

/** How many are made due at once: room is filled again a moment later. */
const AT_ONCE = 500;

/** Room is of a model, whatever formats and paths ask for it. */
const OF_MODEL = "provider = ? and target_model = ?";

export function* fillRealTime({
  target,
  reason,
  mostBytes,
  endedSinceMs,
  nowMs,
}: Parameters<BatchStore["fillRealTime"]>[0]): Work<number> {
  const underWay = yield* first<{ bytes: number | null }>(
    `select cast(sum(body_bytes) as bigint) as bytes from items
     where state in ('waiting', 'asking') and reason = ? and ${OF_MODEL}`,
    ...[reason, target.provider, target.model],
  );
  const unseen = yield* first<{ bytes: number | null }>(
    `select cast(sum(body_bytes) as bigint) as bytes from items
     where ended_at_ms >= ? and reason = ? and ${OF_MODEL}`,
    ...[endedSinceMs, reason, target.provider, target.model],
  );
  // Of none there is no sum.
  let left = mostBytes - (underWay?.bytes ?? 0) - (unseen?.bytes ?? 0);
  let filled = 0;
  const waiting = yield* all<{ id: string; body_bytes: number }>(
    `select id, body_bytes from items where ${FOR_BATCHES} and ${OF_TARGET} and real_time_at_ms > ?
     order by deadline_ms, position limit ?`,
    ...[...valuesOfTarget(target), nowMs, AT_ONCE],
  );
  for (const { id, body_bytes } of waiting) {
    left -= body_bytes;
    if (left < 0) break;
    yield* run(
      "update items set real_time_at_ms = ?, reason = ? where id = ?",
      ...[nowMs, reason, id],
    );
    filled += 1;
  }
  return filled;
}
