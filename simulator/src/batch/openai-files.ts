import { invalidRequest, openaiError } from "../openai/errors.ts";
import { type Answer, type JsonAnswer, RefusedRequest } from "../server/answer.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import type { BatchStore, StoredFile } from "./batch-store.ts";
import { readMultipart } from "./multipart.ts";
import { limitIn, pageOf } from "./page.ts";

/** POST /v1/files */
export function answerUpload(request: SimulatedRequest): Answer {
  const fields = readMultipart(request.headers["content-type"], request.body);
  if (fields === undefined) throw invalidRequest("The body is no form with a file.", null, null);
  const file = fields.find(({ name }) => name === "file");
  const purpose = fields.find(({ name }) => name === "purpose")?.value;
  if (file?.filename === undefined)
    throw invalidRequest("'file' is a required property", "file", null);
  if (purpose === undefined)
    throw invalidRequest("'purpose' is a required property", "purpose", null);
  const { filename, value } = file;
  return json(fileObject(addFile(request, { filename, purpose, text: value })));
}

/** Keeps a text as a file of OpenAI's. */
export function addFile(
  { batchStore, ids, nowMs }: SimulatedRequest,
  file: Readonly<{ filename: string; purpose: string; text: string }>,
): StoredFile {
  const id = `file-${ids.letters(batchStore.nextNumber(), 22)}`;
  const { filename, purpose, text } = file;
  const stored = { id, filename, purpose, bytes: Buffer.byteLength(text), createdAtMs: nowMs };
  batchStore.putText(id, text);
  batchStore.files.set(id, stored);
  batchStore.save();
  return stored;
}

/** GET /v1/files */
export function answerFileList({ batchStore, query }: SimulatedRequest): Answer {
  const asked = new URLSearchParams(query);
  const purpose = asked.get("purpose");
  const all = [...batchStore.files.values()].filter(
    (file) => purpose === null || file.purpose === purpose,
  );
  const page = pageOf(all, {
    limit: limitIn(asked, "limit", 10_000, 10_000),
    after: asked.get("after"),
  });
  return json({
    object: "list",
    data: page.items.map(fileObject),
    first_id: page.items[0]?.id ?? null,
    last_id: page.items.at(-1)?.id ?? null,
    has_more: page.hasMore,
  });
}

/** GET /v1/files/{id} */
export const answerFile = (request: SimulatedRequest): Answer =>
  json(fileObject(fileNamed(request.batchStore, request.pathName)));

/** GET /v1/files/{id}/content */
export function answerFileContent({ batchStore, pathName }: SimulatedRequest): Answer {
  const { id, filename } = fileNamed(batchStore, pathName);
  const headers = {
    "content-type": "application/octet-stream",
    "content-disposition": `attachment; filename="${filename}"`,
  };
  return { kind: "json", status: 200, body: batchStore.text(id) ?? "", headers };
}

/** DELETE /v1/files/{id} */
export function answerFileDeletion({ batchStore, pathName }: SimulatedRequest): Answer {
  const { id } = fileNamed(batchStore, pathName);
  batchStore.files.delete(id);
  batchStore.removeText(id);
  batchStore.save();
  return json({ id, object: "file", deleted: true });
}

function fileNamed(store: BatchStore, id: string | undefined): StoredFile {
  const file = id === undefined ? undefined : store.files.get(id);
  if (file !== undefined) return file;
  throw new RefusedRequest(
    openaiError(404, { message: `No such File object: ${id}`, param: "id", code: null }),
  );
}

const fileObject = (file: StoredFile) => ({
  id: file.id,
  object: "file",
  bytes: file.bytes,
  created_at: Math.floor(file.createdAtMs / 1000),
  expires_at: null,
  filename: file.filename,
  purpose: file.purpose,
  status: "processed",
  status_details: null,
});

export const json = (body: unknown): JsonAnswer => ({
  kind: "json",
  status: 200,
  body: JSON.stringify(body, null, 2),
});
