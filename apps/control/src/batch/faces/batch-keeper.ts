import type { ClientBatch } from "@headgate/batch";
import { HeadgateError } from "@headgate/contract";
import { endBatch, isDone } from "./end-batch.ts";
import type { FaceDependencies } from "./face-dependencies.ts";
import { fieldsOf } from "./openai-batch-object.ts";
import { readBatch } from "./read-batch.ts";

/** How often clients' batches are looked at. */
export const KEEPER_TICK_MS = 1_000;

/** Takes clients' batches from one state to the next: reads their files, and ends those whose requests have ended. */
export interface BatchKeeper {
  /** Looks at all that are open; one at a time, and not while it looks already. */
  tick(): Promise<void>;
  /** Waits for what is under way. */
  atRest(): Promise<void>;
  /** Begins no more, and waits for what is under way. */
  close(): Promise<void>;
}

export function createBatchKeeper(dependencies: FaceDependencies): BatchKeeper {
  const { store, log } = dependencies;
  let underWay: Promise<void> | undefined;
  let closed = false;

  const look = async (): Promise<void> => {
    for (const batch of await store.openClientBatches()) {
      if (closed) return;
      try {
        await advance(dependencies, batch);
      } catch (error) {
        // Tried again with the next look; others go on.
        log.error({ err: error, batch: batch.id }, "a client's batch could not be taken on");
      }
    }
  };

  return {
    tick: () => {
      if (closed) return Promise.resolve();
      underWay ??= look().finally(() => {
        underWay = undefined;
      });
      return underWay;
    },
    atRest: async () => {
      // A failure of it was told of to whoever looked.
      await underWay?.catch(() => undefined);
    },
    close: async () => {
      closed = true;
      await underWay;
    },
  };
}

async function advance(dependencies: FaceDependencies, batch: ClientBatch): Promise<void> {
  const { store } = dependencies;
  let now = batch;
  const isRead = fieldsOf(batch).in_progress_at_ms !== undefined;
  if (batch.state === "validating" || (batch.state === "cancelling" && !isRead)) {
    await readOrFail(dependencies, batch);
    now = (await store.clientBatch(batch.id, batch.keyId)) ?? batch;
  }
  if (now.state !== "in_progress" && now.state !== "finalizing" && now.state !== "cancelling") {
    return;
  }
  let items = await store.counts(now.id);
  if (now.state === "cancelling" && !isDone(now, items)) {
    // Whoever wrote the state may have died before its requests were cancelled.
    await dependencies.cancel(now.keyId, { clientBatchId: now.id });
    items = await store.counts(now.id);
  }
  if (isDone(now, items)) await endBatch(dependencies, now, items);
}

/** A file that cannot be read fails its batch, and says so in the batch's errors. */
async function readOrFail(dependencies: FaceDependencies, batch: ClientBatch): Promise<void> {
  const { store, cancel, nowMs } = dependencies;
  try {
    await readBatch(dependencies, batch);
  } catch (error) {
    const code = reasonOf(error);
    if (code === undefined) throw error;
    const message = error instanceof Error ? error.message : code;
    await cancel(batch.keyId, { clientBatchId: batch.id });
    await store.changeClientBatch(batch.id, batch.keyId, {
      state: "failed",
      endedAtMs: nowMs(),
      fields: { errors: [{ code, message, line: null, param: null }] },
    });
  }
}

/** What will not mend itself; anything else is tried again. */
function reasonOf(error: unknown): string | undefined {
  if (error instanceof HeadgateError && error.code === "file_invalid") return error.code;
  const isGone = error instanceof Error && "code" in error && error.code === "ENOENT";
  return isGone ? "file_unknown" : undefined;
}
