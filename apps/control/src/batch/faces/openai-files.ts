import type { BatchFile } from "@headgate/batch";
import { HeadgateError, readDeadline } from "@headgate/contract";
import type { JsonObject } from "@headgate/providers";
import type { Context, Hono } from "hono";
import { bodyStream } from "../../api/body-stream.ts";
import { checkFile } from "./check-file.ts";
import { admittedOf, cutPage, pageOf } from "./face-context.ts";
import type { FaceDependencies } from "./face-dependencies.ts";
import { newFaceId } from "./face-ids.ts";
import { takeUpload } from "./take-upload.ts";

/** OpenAI's limit of any file; a batch's may have 200 MB there (https://learn.microsoft.com/en-us/azure/foundry/reference/rest/batches-create-batch, read 2026-11-29). */
const MOST_FILE_BYTES = 536_870_912;
const DAY_MS = 86_400_000;
/** As OpenAI keeps files of batches. */
export const KEPT_MS = 30 * DAY_MS;
const [SHORTEST_S, LONGEST_S] = [3_600, 2_592_000];
/** Files that only Headgate itself reads. */
export const OWN_PURPOSE = "headgate.";
const seconds = (atMs: number): number => Math.floor(atMs / 1_000);

/** OpenAI's file object (`FileObject` in https://www.npmjs.com/package/openai 6.49.0, read 2026-11-29). */
const fileObject = (file: BatchFile): JsonObject => ({
  id: file.id,
  object: "file",
  bytes: file.bytes,
  created_at: seconds(file.createdAtMs),
  ...(file.expiresAtMs !== undefined && { expires_at: seconds(file.expiresAtMs) }),
  filename: file.name,
  purpose: file.purpose,
  status: "processed",
});

/** `/v1/files`, for files of batches. */
export function registerFiles(app: Hono, dependencies: FaceDependencies): void {
  const { store, files, config, nowMs } = dependencies;

  app.post("/v1/files", async (context) => {
    const { key_id: keyId } = admittedOf(context);
    const id = newFaceId("file-");
    try {
      const { fields, name, taken } = await takeUpload(
        context.req.raw,
        MOST_FILE_BYTES,
        async (pieces) => {
          const bytes = await files.write(id, pieces);
          return { bytes, ...(await checkFile(files.read(id), config().limits.max_body_bytes)) };
        },
      );
      if (fields.purpose !== "batch") {
        throw new HeadgateError("file_invalid", 'purpose: expected "batch".', { param: "purpose" });
      }
      const file: BatchFile = {
        id,
        keyId,
        name: name.slice(0, 256),
        purpose: "batch",
        bytes: taken.bytes,
        createdAtMs: nowMs(),
        expiresAtMs: nowMs() + keptFor(fields["expires_after[seconds]"]),
        fields: { requests: taken.requests, endpoint: taken.endpoint },
      };
      await store.addFile(file);
      return context.json(fileObject(file));
    } catch (error) {
      await files.remove(id);
      throw error;
    }
  });

  app.get("/v1/files", async (context) => {
    const { key_id: keyId } = admittedOf(context);
    const { limit, after } = pageOf(context, { after: "after", usual: 100, most: 10_000 });
    const purpose = context.req.query("purpose");
    const found = await store.files(keyId, {
      limit: limit + 1,
      ...(after !== undefined && { after }),
      ...(purpose !== undefined && { purpose }),
      // Left out before the page is cut: the SDK takes an empty page for the end.
      ...{ hiddenPurposes: OWN_PURPOSE, atMs: nowMs() },
      isOldestFirst: context.req.query("order") === "asc",
    });
    const { members, more } = cutPage(found, limit);
    return context.json({
      object: "list",
      data: members.map(fileObject),
      first_id: members[0]?.id ?? null,
      last_id: members.at(-1)?.id ?? null,
      has_more: more,
    });
  });

  app.get("/v1/files/:id", async (context) =>
    context.json(fileObject(await fileOf(context, dependencies))),
  );

  app.get("/v1/files/:id/content", async (context) => {
    const file = await fileOf(context, dependencies);
    const stream = bodyStream(files.read(file.id), (error) =>
      dependencies.log.error({ err: error, file: file.id }, "a file could not be read"),
    );
    return context.body(stream, 200, {
      "content-type": "application/octet-stream",
      "content-length": String(file.bytes),
      "content-disposition": "attachment",
    });
  });

  app.delete("/v1/files/:id", async (context) => {
    const { key_id: keyId } = admittedOf(context);
    const file = await fileOf(context, dependencies);
    const reading = await store.openClientBatches();
    const reader = reading.find(
      (batch) =>
        batch.fields.input_file_id === file.id && batch.fields.in_progress_at_ms === undefined,
    );
    if (reader !== undefined) {
      throw new HeadgateError("batch_not_ready", `${reader.id} reads the file.`);
    }
    await store.deleteFile(file.id, keyId);
    await files.remove(file.id);
    return context.json({ id: file.id, object: "file", deleted: true });
  });
}

/** @throws HeadgateError `file_unknown`, also for another key's */
async function fileOf(
  context: Context,
  { store, nowMs }: Pick<FaceDependencies, "store" | "nowMs">,
): Promise<BatchFile> {
  const id = context.req.param("id") ?? "";
  const file = await store.file(id, admittedOf(context).key_id);
  if (file === undefined || file.purpose.startsWith(OWN_PURPOSE) || hasExpired(file, nowMs())) {
    throw new HeadgateError("file_unknown", `${id}.`);
  }
  return file;
}

/** Whether a file's time is over, though its bytes may lie there for some minutes more. */
export const hasExpired = ({ expiresAtMs }: BatchFile, nowMs: number): boolean =>
  expiresAtMs !== undefined && expiresAtMs <= nowMs;

/** How long a file is kept, by `expires_after[seconds]`. */
export function keptFor(text: string | undefined): number {
  if (text === undefined) return KEPT_MS;
  const asked = Number(text);
  if (Number.isSafeInteger(asked) && asked >= SHORTEST_S && asked <= LONGEST_S)
    return asked * 1_000;
  throw new HeadgateError(
    "file_invalid",
    `expires_after.seconds: expected ${SHORTEST_S} to ${LONGEST_S}.`,
    { param: "expires_after" },
  );
}

/**
 * When a batch's answers are wanted, by the deadline that the gateway read or the batch's own window.
 * @throws HeadgateError `batch_invalid`
 */
export function windowEnd(text: unknown, nowMs: number): number {
  const read = typeof text === "string" ? readDeadline(text, nowMs) : undefined;
  if (read?.kind === "deadline") return read.atMs;
  throw new HeadgateError(
    "batch_invalid",
    "completion_window: expected 24h, or another length of time up to 7d.",
    { param: "completion_window" },
  );
}
