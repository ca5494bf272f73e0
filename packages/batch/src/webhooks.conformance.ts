import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { answered, clientBatch, type OpenedStore } from "./batch-store.conformance.ts";
import { newItem } from "./item.fixture.ts";
import type { BatchStore } from "./store.ts";

/** What every store of deferred work must do with messages about ends. */
export function describeWebhooks(name: string, open: () => Promise<OpenedStore>): void {
  describe(name, () => {
    let opened: OpenedStore;
    let store: BatchStore;
    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });
    afterEach(() => opened.close());

    test("a webhook waits together with its request's end, until it was told or is given up", async () => {
      const url = "https://hooks.example/";
      const [item, plain] = [newItem({ webhook: url }), newItem()];
      await store.admit([item, plain], 0);
      await store.openBatch({
        marker: "m",
        target: item.target,
        mostRequests: 10,
        mostBytes: 1e6,
        atMs: 2_000,
      });
      expect(await store.dueWebhooks(9_000, 10)).toEqual([]);
      await store.settle([answered(item), answered(plain)]);

      const due = {
        ...{
          about: "request",
          id: item.id,
          keyId: "key-1",
          url,
          status: "completed",
          endedAtMs: 5_000,
        },
      };
      expect(await opened.other.dueWebhooks(5_000, 10)).toEqual([
        { ...due, state: "waiting", tries: 0, nextAtMs: 5_000 },
      ]);
      await store.webhookTried(item.id, { kind: "failed", problem: "no", nextAtMs: 7_000 });
      expect(await store.dueWebhooks(6_999, 10)).toEqual([]);
      const failing = { ...due, state: "waiting", tries: 1, nextAtMs: 7_000, problem: "no" };
      expect(await store.failingWebhooks(10)).toEqual([failing]);
      expect(await store.webhook(item.id, "key-2")).toBeUndefined();

      await store.webhookTried(item.id, { kind: "delivered", atMs: 8_000 });
      expect(await store.webhook(item.id, "key-1")).toEqual({
        ...{ ...due, state: "delivered", tries: 2, deliveredAtMs: 8_000 },
      });
      // Told is told.
      await store.webhookTried(item.id, { kind: "failed", problem: "late" });
      expect((await store.standing()).webhooks).toEqual({ delivered: 1 });
      expect(await store.failingWebhooks(10)).toEqual([]);
    });

    test("the end of a client's batch is told where it was made to be, once, whichever end that is", async () => {
      const url = "https://x.example/ended";
      const batch = { ...clientBatch("b1", "key-1"), webhook: url };
      await store.addClientBatch(batch);
      await store.addClientBatch(clientBatch("b2", "key-1"));
      expect(await opened.other.clientBatch("b1", "key-1")).toEqual(batch);
      await store.changeClientBatch("b1", "key-1", { state: "in_progress" });
      expect(await store.dueWebhooks(9_000, 10)).toEqual([]);

      const ended = { state: "cancelled", endedAtMs: 5_000 } as const;
      for (const id of ["b1", "b1", "b2"]) await store.changeClientBatch(id, "key-1", ended);

      expect(await opened.other.dueWebhooks(5_000, 10)).toEqual([
        {
          ...{ about: "batch", id: "b1", keyId: "key-1", url, status: "cancelled" },
          ...{ endedAtMs: 5_000, state: "waiting", tries: 0, nextAtMs: 5_000 },
        },
      ]);
      await store.webhookTried("b1", { kind: "delivered", atMs: 6_000 });
      expect(await store.dueWebhooks(9_000, 10)).toEqual([]);
      await store.forget(9_000, 9_000);
      expect((await store.standing()).webhooks).toEqual({});
    });
  });
}
