import { type BatchItem, openBatchStore } from "@headgate/batch";
import { requestHeaders } from "@headgate/contract";
import { dataDirectory } from "@headgate/ledger";
import type { Stack } from "./start-stack.ts";

const LOOK_AGAIN_MS = 20;

/** Answers calls that wait as their deadline does: in real time, through the gateway. Until it is told to stop. */
export async function answerWaiting(stack: Stack): Promise<() => Promise<void>> {
  const store = await openBatchStore({ path: dataDirectory(stack.data).batch });
  let stopped = false;
  const answerAll = async (): Promise<void> => {
    while (!stopped) {
      const taken = await store.takeUrgent(Date.now() + 86_400_000, 16);
      const bodies = await store.bodies(taken.map(({ id }) => id));
      await Promise.all(taken.map((item) => answer(item, bodies.get(item.id))));
      if (taken.length === 0) await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    }
  };
  const answer = async (item: BatchItem, body: Uint8Array | undefined): Promise<void> => {
    if (body === undefined) throw new Error(`${item.id} has no body`);
    const response = await fetch(`${stack.url}${item.path}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        [requestHeaders.key]: stack.secret,
      },
      body: Buffer.from(body),
    });
    const result = { status: response.status, body: Buffer.from(await response.arrayBuffer()) };
    const state = response.ok ? "answered" : "failed";
    await store.settle([
      { id: item.id, from: { state: "asking" }, becomes: { state, result }, atMs: Date.now() },
    ]);
  };
  const answering = answerAll();
  return async () => {
    stopped = true;
    await answering;
    await store.close();
  };
}
