import type { BatchFile, ClientBatch, ClientBatchKind, ClientBatchState } from "../client-batch.ts";
import type { BatchStore } from "../store.ts";
import type { Webhook } from "../webhook.ts";
import { addWebhook } from "./webhooks.ts";
import { all, first, run, type Value, type Work } from "./work.ts";

type ClientBatchRow = Readonly<{
  id: string;
  key_id: string;
  kind: string;
  state: string;
  created_at_ms: number;
  deadline_ms: number;
  ended_at_ms: number | null;
  fields: string;
  webhook: string | null;
}>;
type FileRow = Readonly<{
  id: string;
  key_id: string;
  name: string;
  purpose: string;
  bytes: number;
  created_at_ms: number;
  expires_at_ms: number | null;
  fields: string;
}>;

const clientBatchOf = (row: ClientBatchRow): ClientBatch => ({
  id: row.id,
  keyId: row.key_id,
  kind: row.kind as ClientBatchKind,
  state: row.state as ClientBatchState,
  createdAtMs: row.created_at_ms,
  deadlineMs: row.deadline_ms,
  ...(row.ended_at_ms !== null && { endedAtMs: row.ended_at_ms }),
  ...(row.webhook !== null && { webhook: row.webhook }),
  fields: JSON.parse(row.fields) as ClientBatch["fields"],
});

const fileOf = (row: FileRow): BatchFile => ({
  id: row.id,
  keyId: row.key_id,
  name: row.name,
  purpose: row.purpose,
  bytes: row.bytes,
  createdAtMs: row.created_at_ms,
  ...(row.expires_at_ms !== null && { expiresAtMs: row.expires_at_ms }),
  fields: JSON.parse(row.fields) as BatchFile["fields"],
});

export function* addClientBatch(batch: ClientBatch): Work<"added" | "already_there"> {
  const added = yield* run(
    `insert into client_batches (id, key_id, kind, state, created_at_ms, deadline_ms, ended_at_ms, fields, webhook)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing`,
    ...[batch.id, batch.keyId, batch.kind, batch.state, batch.createdAtMs, batch.deadlineMs],
    ...[batch.endedAtMs ?? null, JSON.stringify(batch.fields), batch.webhook ?? null],
  );
  return added === 1 ? "added" : "already_there";
}

export function* readClientBatch(id: string, keyId: string): Work<ClientBatch | undefined> {
  const row = yield* first<ClientBatchRow>(
    "select * from client_batches where id = ? and key_id = ?",
    ...[id, keyId],
  );
  return row && clientBatchOf(row);
}

export function* readClientBatches(
  ...[keyId, kind, { after, limit }]: Parameters<BatchStore["clientBatches"]>
): Work<readonly ClientBatch[]> {
  const { behind, values } = placeBehind("client_batches", keyId, after);
  return (yield* all<ClientBatchRow>(
    `select * from client_batches where key_id = ? and kind = ? ${behind} order by position desc limit ?`,
    ...[keyId, kind, ...values, limit],
  )).map(clientBatchOf);
}

export function* readOpenClientBatches(): Work<readonly ClientBatch[]> {
  return (yield* all<ClientBatchRow>(
    "select * from client_batches where ended_at_ms is null order by position",
  )).map(clientBatchOf);
}

export function* changeClientBatch(
  ...[id, keyId, change]: Parameters<BatchStore["changeClientBatch"]>
): Work<boolean> {
  const before = yield* readClientBatch(id, keyId);
  if (before === undefined) return false;
  const { state, endedAtMs, fields } = {
    ...before,
    ...change,
    fields: { ...before.fields, ...change.fields },
  };
  yield* run(
    "update client_batches set state = ?, ended_at_ms = ?, fields = ? where id = ?",
    ...[state, endedAtMs ?? null, JSON.stringify(fields), id],
  );
  const { webhook: url } = before;
  if (url !== undefined && before.endedAtMs === undefined && endedAtMs !== undefined) {
    yield* addWebhook({ about: "batch", id, keyId, url, status: endOf(state), endedAtMs });
  }
  return true;
}

/** @throws where a batch is said to have ended in a state that is no end */
function endOf(state: ClientBatchState): Webhook["status"] {
  switch (state) {
    case "completed":
    case "failed":
    case "expired":
    case "cancelled":
      return state;
    case "validating":
    case "in_progress":
    case "finalizing":
    case "cancelling":
      throw new Error(`${state} is no end of a batch`);
    default:
      return state satisfies never;
  }
}

export function* addFile(file: BatchFile): Work<void> {
  yield* run(
    `insert into files (id, key_id, name, purpose, bytes, created_at_ms, expires_at_ms, fields)
     values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing`,
    ...[file.id, file.keyId, file.name, file.purpose, file.bytes, file.createdAtMs],
    ...[file.expiresAtMs ?? null, JSON.stringify(file.fields)],
  );
}

export function* readFile(id: string, keyId: string): Work<BatchFile | undefined> {
  const row = yield* first<FileRow>(
    "select * from files where id = ? and key_id = ?",
    ...[id, keyId],
  );
  return row && fileOf(row);
}

export function* readFiles(
  ...[keyId, page]: Parameters<BatchStore["files"]>
): Work<readonly BatchFile[]> {
  const { after, limit, purpose, hiddenPurposes, atMs, isOldestFirst = false } = page;
  const conditions: string[] = [];
  const values: Value[] = [];
  const narrow = (condition: string, value: Value): void => {
    conditions.push(`and ${condition}`);
    values.push(value);
  };
  if (purpose !== undefined) narrow("purpose = ?", purpose);
  if (hiddenPurposes !== undefined) narrow("purpose not like ?", `${hiddenPurposes}%`);
  if (atMs !== undefined) narrow("(expires_at_ms is null or expires_at_ms > ?)", atMs);
  const place = placeBehind("files", keyId, after, isOldestFirst);
  return (yield* all<FileRow>(
    `select * from files where key_id = ? ${place.behind} ${conditions.join(" ")}
     order by position ${isOldestFirst ? "asc" : "desc"} limit ?`,
    ...[keyId, ...place.values, ...values, limit],
  )).map(fileOf);
}

/** Ids of all files, oldest first. */
export function* readFileIds(): Work<readonly string[]> {
  return (yield* all<Pick<FileRow, "id">>("select id from files order by position")).map(
    ({ id }) => id,
  );
}

/** Drops one of a key's own. Table names are this file's, never a caller's. */
export function* deleteOwn(
  table: "client_batches" | "files",
  id: string,
  keyId: string,
): Work<boolean> {
  return (yield* run(`delete from ${table} where id = ? and key_id = ?`, ...[id, keyId])) > 0;
}

/** Behind the last one that was seen, which is the key's own: nothing is told of another's. */
const placeBehind = (
  table: "client_batches" | "files",
  keyId: string,
  after: string | undefined,
  isOldestFirst = false,
): Readonly<{ behind: string; values: readonly Value[] }> =>
  after === undefined
    ? { behind: "", values: [] }
    : {
        behind: `and position ${isOldestFirst ? ">" : "<"} (select position from ${table} where id = ? and key_id = ?)`,
        values: [after, keyId],
      };
