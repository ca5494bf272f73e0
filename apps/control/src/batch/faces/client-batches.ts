import type { BatchStore, ClientBatch, ClientBatchKind } from "@headgate/batch";
import { HeadgateError } from "@headgate/contract";
import type { FaceDependencies } from "./face-dependencies.ts";
import { hasEnded } from "./message-batch-object.ts";

/** @throws HeadgateError `batch_not_found`, also for another key's or another face's */
export async function batchOf(
  store: BatchStore,
  id: string,
  keyId: string,
  kind: ClientBatchKind,
): Promise<ClientBatch> {
  const batch = await store.clientBatch(id, keyId);
  if (batch?.kind !== kind) throw new HeadgateError("batch_not_found", `${id}.`);
  return batch;
}

/** Cancels what has not ended. What a provider answers all the same is charged and kept. */
export async function cancelBatch(
  { store, cancel, nowMs }: FaceDependencies,
  batch: ClientBatch,
): Promise<ClientBatch> {
  const { id, keyId } = batch;
  if (hasEnded(batch)) {
    throw new HeadgateError("batch_not_ready", `${id} is ${batch.state}: it cannot be cancelled.`);
  }
  if (batch.state !== "cancelling") {
    await store.changeClientBatch(id, keyId, {
      state: "cancelling",
      fields: { cancelling_at_ms: nowMs() },
    });
  }
  // Also of one that is being cancelled: what was to do it may have died before this.
  await cancel(keyId, { clientBatchId: id });
  return batchOf(store, id, keyId, batch.kind);
}
