import type { BatchTarget } from "../item.ts";
import type {
  ProviderBatch,
  ProviderBatchChange,
  ProviderBatchState,
  WaitingGroup,
} from "../provider-batch.ts";
import type { BatchStore, Page } from "../store.ts";
import {
  FOR_BATCHES,
  HALFWAY,
  OF_TARGET,
  type TargetRow,
  targetOf,
  valuesOfTarget,
} from "./item-row.ts";
import { all, first, run, type Work } from "./work.ts";

type BatchRow = TargetRow &
  Readonly<{
    marker: string;
    state: string;
    requests: number;
    bytes: number;
    opened_at_ms: number;
    next_look_at_ms: number;
    ended_at_ms: number | null;
    rest: string;
  }>;
/** What is asked by no column. */
type Rest = Pick<
  ProviderBatch,
  | "tries"
  | "providerId"
  | "submittedAtMs"
  | "sentRequests"
  | "standing"
  | "cancelAskedAtMs"
  | "failures"
  | "problem"
>;

const batchOf = (row: BatchRow): ProviderBatch => ({
  marker: row.marker,
  target: targetOf(row),
  state: row.state as ProviderBatchState,
  requests: row.requests,
  bytes: row.bytes,
  openedAtMs: row.opened_at_ms,
  nextLookAtMs: row.next_look_at_ms,
  ...(row.ended_at_ms !== null && { endedAtMs: row.ended_at_ms }),
  ...(JSON.parse(row.rest) as Rest),
});

export function* readGroups(): Work<readonly WaitingGroup[]> {
  return (yield* all<
    TargetRow &
      Readonly<{
        requests: number;
        bytes: number;
        oldest: number;
        earliest: number;
        real_time: number;
        halfway: number;
      }>
  >(
    `select provider, target_model, target_format, endpoint, count(*) as requests, cast(sum(body_bytes) as bigint) as bytes,
         min(admitted_at_ms) as oldest, min(deadline_ms) as earliest,
         min(real_time_at_ms) as real_time, min(${HALFWAY}) as halfway
       from items where ${FOR_BATCHES} group by provider, target_model, target_format, endpoint`,
  )).map((row) => ({
    target: targetOf(row),
    requests: row.requests,
    bytes: row.bytes,
    oldestMs: row.oldest,
    earliestDeadlineMs: row.earliest,
    earliestRealTimeMs: row.real_time,
    earliestHalfwayMs: row.halfway,
  }));
}

export function* openBatch({
  marker,
  target,
  mostRequests,
  mostBytes,
  atMs,
}: Parameters<BatchStore["openBatch"]>[0]): Work<ProviderBatch | undefined> {
  const waiting = yield* all<{ id: string; body_bytes: number }>(
    `select id, body_bytes from items where ${FOR_BATCHES} and ${OF_TARGET} and real_time_at_ms > ?
     order by deadline_ms, position limit ?`,
    ...[...valuesOfTarget(target), atMs, mostRequests],
  );
  let requests = 0;
  let bytes = 0;
  for (const { id, body_bytes } of waiting) {
    // One alone always goes, so that none waits for ever: what is too large for a batch was not to be admitted to it.
    if (requests > 0 && bytes + body_bytes > mostBytes) break;
    yield* run(
      "update items set state = 'batched', batch = ?, line = ?, batch_attempt = attempts, attempts = attempts + 1 where id = ?",
      ...[marker, requests, id],
    );
    requests += 1;
    bytes += body_bytes;
  }
  if (requests === 0) return undefined;
  const rest: Rest = { tries: 0, failures: 0 };
  yield* run(
    `insert into provider_batches (marker, provider, target_model, target_format, endpoint, state, requests, bytes,
       opened_at_ms, next_look_at_ms, rest) values (?, ?, ?, ?, ?, 'submitting', ?, ?, ?, ?, ?)`,
    ...[marker, ...valuesOfTarget(target), requests, bytes, atMs, atMs, JSON.stringify(rest)],
  );
  return yield* readBatch(marker);
}

export function* readBatch(marker: string): Work<ProviderBatch | undefined> {
  const row = yield* first<BatchRow>("select * from provider_batches where marker = ?", marker);
  return row && batchOf(row);
}

export function* readDueBatches(nowMs: number, limit: number): Work<readonly ProviderBatch[]> {
  return (yield* all<BatchRow>(
    `select * from provider_batches where state in ('submitting', 'submitted', 'ended') and next_look_at_ms <= ?
       order by next_look_at_ms limit ?`,
    ...[nowMs, limit],
  )).map(batchOf);
}

export function* readLatestBatches(
  target: BatchTarget,
  limit: number,
): Work<readonly ProviderBatch[]> {
  return (yield* all<BatchRow>(
    `select * from provider_batches where ${OF_TARGET} order by position desc limit ?`,
    ...[...valuesOfTarget(target), limit],
  )).map(batchOf);
}

/** The latest first; `after` counts those that were seen. */
export function* readBatches({ after, limit }: Page): Work<readonly ProviderBatch[]> {
  return (yield* all<BatchRow>(
    "select * from provider_batches order by position desc limit ? offset ?",
    ...[limit, after ?? 0],
  )).map(batchOf);
}

/** @throws when there is no batch of that marker */
export function* changeBatch(marker: string, change: ProviderBatchChange): Work<void> {
  const before = yield* readBatch(marker);
  if (before === undefined) throw new Error(`there is no batch ${marker}`);
  const { state, nextLookAtMs, endedAtMs, ...after } = { ...before, ...change };
  const { tries, providerId, submittedAtMs, sentRequests } = after;
  const { standing, cancelAskedAtMs, failures, problem } = after;
  const rest = {
    ...{ tries, providerId, submittedAtMs, sentRequests },
    ...{ standing, cancelAskedAtMs, failures, problem },
  };
  yield* run(
    "update provider_batches set state = ?, next_look_at_ms = ?, ended_at_ms = ?, rest = ? where marker = ?",
    ...[state, nextLookAtMs, endedAtMs ?? null, JSON.stringify(rest), marker],
  );
}

export function* loseBatch(
  marker: string,
  problem: string,
  atMs: number,
  realTimeAtMs = Number.MAX_SAFE_INTEGER,
): Work<void> {
  yield* changeBatch(marker, { state: "lost", problem, endedAtMs: atMs });
  yield* run(
    `update items set state = 'waiting', batch = null, line = null, attempts = attempts - 1, reason = ?,
       real_time_at_ms = least(real_time_at_ms, ?)
     where batch = ? and state = 'batched'`,
    ...[problem, realTimeAtMs, marker],
  );
}
