import type { ItemCounts } from "../client-batch.ts";
import type { BatchItem, ItemResult, NewItem } from "../item.ts";
import type { ItemFilter, Page } from "../store.ts";
import { type ItemRow, itemOf, valuesOfTarget, writtenLabels } from "./item-row.ts";
import { hurryLeader } from "./sharers.ts";
import { all, first, marks, run, slices, type Value, type Work } from "./work.ts";

const INSERT = `insert into items (
  id, call_id, key_id, attribution, tags, client_call_id, custom_id, client_batch_id, format, path, model, body_bytes,
  provider, target_model, target_format, endpoint, scope, digest, deadline_ms, real_time_at_ms, webhook, admitted_at_ms,
  state, leader, reason, attempts
) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
on conflict (id) do nothing`;

/** The earliest that asks the same and is or will be answered. Failed and cancelled ones are nobody's leader. */
const SAME = `select id, state from items
where scope = ? and digest = ? and state in ('waiting', 'batched', 'asking', 'answered')
  and admitted_at_ms >= ? order by position limit 1`;

export function* admit(
  items: readonly NewItem[],
  duplicatesSinceMs: number,
): Work<Readonly<{ added: number; copies: number }>> {
  let added = 0;
  let copies = 0;
  for (const item of items) {
    const leader =
      item.shared === undefined
        ? undefined
        : yield* first<{ id: string; state: string }>(
            SAME,
            ...[item.shared.scope, item.shared.digest, duplicatesSinceMs],
          );
    if ((yield* run(INSERT, ...valuesOf(item, leader?.id))) === 0) continue;
    yield* run("insert into bodies (id, body) values (?, ?)", item.id, item.body);
    added += 1;
    if (leader === undefined) continue;
    copies += 1;
    if (leader.state === "answered") yield* noteEndedLeader(leader.id);
    else yield* hurryLeader(leader.id, item);
  }
  return { added, copies };
}

/** Its copies are to be answered. */
export function* noteEndedLeader(leader: string): Work<void> {
  yield* run("insert into ended_leaders (leader) values (?) on conflict do nothing", leader);
}

const valuesOf = (item: NewItem, leader: string | undefined): readonly Value[] => [
  item.id,
  item.callId,
  item.keyId,
  writtenLabels(item),
  JSON.stringify(item.tags),
  item.clientCallId ?? null,
  item.customId ?? null,
  item.clientBatchId ?? null,
  item.format,
  item.path,
  item.model,
  item.body.length,
  ...valuesOfTarget(item.target),
  // A copy is found through its leader alone.
  leader === undefined ? (item.shared?.scope ?? null) : null,
  leader === undefined ? (item.shared?.digest ?? null) : null,
  item.deadlineMs,
  item.realTimeAtMs,
  item.webhook ?? null,
  item.admittedAtMs,
  leader === undefined ? "waiting" : "copy",
  leader ?? null,
  item.reason ?? null,
];

export function* readItem(id: string, keyId: string): Work<BatchItem | undefined> {
  const row = yield* first<ItemRow>("select * from items where id = ? and key_id = ?", id, keyId);
  return row && itemOf(row);
}

export function* readItems(
  { keyId, clientBatchId, batchMarker, states }: ItemFilter,
  { after, limit }: Page,
): Work<readonly BatchItem[]> {
  const conditions = ["position > ?"];
  const values: Value[] = [after ?? 0];
  const narrow = (condition: string, ...given: readonly Value[]): void => {
    conditions.push(condition);
    values.push(...given);
  };
  if (keyId !== undefined) narrow("key_id = ?", keyId);
  if (clientBatchId !== undefined) narrow("client_batch_id = ?", clientBatchId);
  if (batchMarker !== undefined) narrow("batch = ?", batchMarker);
  if (states !== undefined) narrow(`state in (${marks(states)})`, ...states);
  return (yield* all<ItemRow>(
    `select * from items where ${conditions.join(" and ")} order by position limit ?`,
    ...[...values, limit],
  )).map(itemOf);
}

export function* countItems(clientBatchId: string): Work<ItemCounts> {
  const rows = yield* all<{ state: string; count: number }>(
    "select state, count(*) as count from items where client_batch_id = ? group by state",
    clientBatchId,
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

export function* readBodies(ids: readonly string[]): Work<ReadonlyMap<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  for (const slice of slices(ids)) {
    const rows = yield* all<{ id: string; body: Uint8Array }>(
      `select id, body from bodies where id in (${marks(slice)})`,
      ...slice,
    );
    for (const { id, body } of rows) found.set(id, body);
  }
  return found;
}

export function* readResults(ids: readonly string[]): Work<ReadonlyMap<string, ItemResult>> {
  const found = new Map<string, ItemResult>();
  for (const slice of slices(ids)) {
    const rows = yield* all<{ id: string; status: number; body: Uint8Array | null }>(
      `select mine.id, mine.status, coalesce(mine.body, lent.body) as body
       from results mine left join results lent on lent.id = mine.result_of
       where mine.id in (${marks(slice)})`,
      ...slice,
    );
    for (const { id, status, body } of rows) {
      if (body !== null) found.set(id, { status, body });
    }
  }
  return found;
}
