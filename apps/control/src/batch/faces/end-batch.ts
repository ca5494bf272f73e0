import type { ClientBatch, ItemCounts } from "@headgate/batch";
import { openaiFileOf, openaiResultLine } from "@headgate/providers";
import { batchResults } from "./batch-results.ts";
import type { FaceDependencies } from "./face-dependencies.ts";
import { idOf } from "./face-ids.ts";
import { countsOf, fieldsOf } from "./openai-batch-object.ts";
import { KEPT_MS } from "./openai-files.ts";

/** Whether each request of a batch has come to its end. */
export function isDone(batch: ClientBatch, items: ItemCounts): boolean {
  const { total, succeeded, errored, cancelled, expired } = countsOf(batch, items);
  return succeeded + errored + cancelled + expired >= total;
}

/** Ends a batch whose requests have ended: writes its files of results and tells how it came out. Safe to be done again. */
export async function endBatch(
  dependencies: FaceDependencies,
  batch: ClientBatch,
  items: ItemCounts,
): Promise<void> {
  const { store, nowMs } = dependencies;
  const { id, keyId, kind, state } = batch;
  const { succeeded, errored, cancelled, expired } = countsOf(batch, items);
  if (state === "in_progress" && kind === "openai") {
    await store.changeClientBatch(id, keyId, {
      state: "finalizing",
      fields: { finalizing_at_ms: nowMs() },
    });
  }
  const files =
    kind === "openai"
      ? {
          ...(succeeded > 0 && {
            output_file_id: await writeResults(dependencies, batch, "output"),
          }),
          ...(errored + cancelled + expired > 0 && {
            error_file_id: await writeResults(dependencies, batch, "error"),
          }),
        }
      : {};
  await store.changeClientBatch(id, keyId, {
    state: state === "cancelling" ? "cancelled" : expired > 0 ? "expired" : "completed",
    endedAtMs: nowMs(),
    fields: { ...files, ended_counts: { succeeded, errored, cancelled, expired } },
  });
}

async function writeResults(
  dependencies: FaceDependencies,
  batch: ClientBatch,
  which: "output" | "error",
): Promise<string> {
  const { store, files, nowMs } = dependencies;
  const { id, keyId } = batch;
  const fileId = idOf("file-", id, which);
  const bytes = await files.write(fileId, resultLines(dependencies, batch, which));
  if ((await store.file(fileId, keyId)) === undefined) {
    await store.addFile({
      id: fileId,
      keyId,
      name: `${id}_${which}.jsonl`,
      purpose: "batch_output",
      bytes,
      createdAtMs: nowMs(),
      expiresAtMs: nowMs() + (fieldsOf(batch).output_kept_ms ?? KEPT_MS),
      fields: {},
    });
  }
  return fileId;
}

async function* resultLines(
  dependencies: FaceDependencies,
  batch: ClientBatch,
  which: "output" | "error",
): AsyncGenerator<string> {
  for await (const { id, customId, result } of batchResults(dependencies, batch)) {
    if (openaiFileOf(result) !== which) continue;
    yield `${JSON.stringify(openaiResultLine(id, customId, result))}\n`;
  }
}
