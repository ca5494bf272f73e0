import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ClientBatch } from "./client-batch.ts";
import { newItem } from "./item.fixture.ts";
import type { BatchItem, NewItem } from "./item.ts";
import { newRow } from "./row.fixture.ts";
import type { BatchStore, Settlement } from "./store.ts";

export type OpenedStore = Readonly<{
  store: BatchStore;
  /** The same store through another process's eyes. */
  other: BatchStore;
  close(): Promise<void>;
}>;

const answer = (text: string) => ({ status: 200, body: Buffer.from(text) });
export const answered = (
  item: Readonly<{ id: string; batchMarker?: string }>,
  text = "yes",
): Settlement => ({
  id: item.id,
  from: { state: "batched", marker: item.batchMarker ?? "m" },
  becomes: { state: "answered", result: answer(text) },
  row: newRow(`row-of-${item.id}`),
  atMs: 5_000,
});
export const asks = (digest: string, scope = "key-1") => ({ shared: { digest, scope } });

/** What every store of deferred work must do, whatever it keeps it in. */
export function describeBatchStore(name: string, open: () => Promise<OpenedStore>): void {
  describe(name, () => {
    let opened: OpenedStore;
    let store: BatchStore;
    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });
    afterEach(() => opened.close());

    const openBatch = (first: NewItem, marker = "m", mostRequests = 10, mostBytes = 1_000_000) =>
      store.openBatch({ marker, target: first.target, mostRequests, mostBytes, atMs: 2_000 });
    const stateOf = async (item: NewItem): Promise<BatchItem["state"] | undefined> =>
      (await opened.other.item(item.id, item.keyId))?.state;

    test("a request is what was admitted, with its bytes, and is admitted once", async () => {
      const item = newItem({ customId: "a", clientBatchId: "b", webhook: "https://x.example/" });

      expect(await store.admit([item, item], 0)).toEqual({ added: 1, copies: 0 });
      expect(await store.admit([item], 0)).toEqual({ added: 0, copies: 0 });

      const { body, ...rest } = item;
      const kept = await opened.other.item(item.id, item.keyId);
      expect(kept).toMatchObject({
        ...rest,
        bodyBytes: body.length,
        state: "waiting",
        attempts: 0,
      });
      expect(Buffer.from((await store.bodies([item.id])).get(item.id) ?? [])).toEqual(body);
    });

    test("no key sees, cancels or changes what is another's", async () => {
      const item = newItem({ clientBatchId: "b" });
      const batch = clientBatch("b", "key-1");
      await store.admit([item], 0);
      await store.addClientBatch(batch);
      await store.addFile({ ...file("f"), keyId: "key-1" });

      expect(await store.item(item.id, "key-2")).toBeUndefined();
      expect(await store.items({ keyId: "key-2" }, { limit: 10 })).toEqual([]);
      expect(await store.cancel("key-2", { ids: [item.id] }, 1)).toBe(0);
      expect(await store.cancel("key-2", { clientBatchId: "b" }, 1)).toBe(0);
      expect(await store.clientBatch("b", "key-2")).toBeUndefined();
      expect(await store.clientBatches("key-2", "openai", { limit: 5 })).toEqual([]);
      expect(await store.changeClientBatch("b", "key-2", { state: "failed" })).toBe(false);
      expect(await store.deleteClientBatch("b", "key-2")).toBe(false);
      expect(await store.file("f", "key-2")).toBeUndefined();
      expect(await store.deleteFile("f", "key-2")).toBe(false);
      expect(await store.files("key-2", { limit: 5 })).toEqual([]);
      expect(await stateOf(item)).toBe("waiting");
    });

    test("a batch takes the earliest deadlines of one target, as many as fit", async () => {
      const late = newItem({ deadlineMs: 9 });
      const soon = newItem({ deadlineMs: 5 });
      const elsewhere = newItem({ target: { ...late.target, model: "gpt-5" } });
      await store.admit([late, soon, elsewhere], 0);

      expect(await store.groups()).toContainEqual({
        target: late.target,
        requests: 2,
        bytes: late.body.length + soon.body.length,
        oldestMs: 1_000,
        earliestRealTimeMs: 9_000_000,
        earliestHalfwayMs: 4_500_500,
        earliestDeadlineMs: 5,
      });
      const batch = await openBatch(late, "m", 1);

      expect(batch).toMatchObject({ marker: "m", state: "submitting", requests: 1, tries: 0 });
      expect((await store.lines("m", [0])).get(0)?.id).toBe(soon.id);
      expect([await stateOf(late), await stateOf(elsewhere)]).toEqual(["waiting", "waiting"]);
      expect(await openBatch(late, "m2", 10, 1)).toMatchObject({ requests: 1 });
      expect(await openBatch(late, "m3")).toBeUndefined();
    });

    test("a request settles once, and only from where it is thought to be", async () => {
      const item = newItem();
      await store.admit([item], 0);
      await openBatch(item);

      expect(await store.settle([answered({ id: item.id, batchMarker: "another" })])).toEqual([
        false,
      ]);
      expect(await store.settle([answered(item), answered(item, "no")])).toEqual([true, false]);
      expect(await opened.other.settle([answered(item, "no")])).toEqual([false]);

      const result = (await store.results([item.id])).get(item.id);
      expect(Buffer.from(result?.body ?? []).toString()).toBe("yes");
      expect(await store.item(item.id, "key-1")).toMatchObject({
        ...{ state: "answered", status: 200, endedAtMs: 5_000 },
      });
    });

    test("a row waits until it is written, and its id does not wait again", async () => {
      const item = newItem();
      await store.admit([item], 0);
      await openBatch(item);
      await store.settle([answered(item)]);

      const [waiting] = await opened.other.waitingRows(10);
      expect(waiting?.row.row_id).toBe(`row-of-${item.id}`);
      await store.rowsWritten(waiting ? [waiting.position] : []);
      await store.addRows([newRow(`row-of-${item.id}`)]);

      expect(await store.waitingRows(10)).toEqual([]);
    });

    test("who asks the same within a scope is a copy, and gets its leader's answer", async () => {
      const leader = newItem(asks("d"));
      const copy = newItem(asks("d"));
      const stranger = newItem(asks("d", "key-2"));
      await store.admit([leader], 0);
      expect(await store.admit([copy, stranger], 0)).toEqual({ added: 2, copies: 1 });
      await openBatch(leader);
      expect(await store.endedCopies(10)).toEqual([]);

      await store.settle([answered(leader)]);
      const later = newItem(asks("d"));
      await store.admit([later], 0);

      const ended = await store.endedCopies(10);
      expect(ended.map((one) => one.copy.id)).toEqual([copy.id, later.id]);
      expect(ended[0]?.leader.id).toBe(leader.id);
      await store.settle(
        [copy, later].map(({ id }) => ({
          ...{ id, from: { state: "copy" }, atMs: 6_000 },
          becomes: { state: "answered", resultOf: leader.id },
        })),
      );
      expect(await store.endedCopies(10)).toEqual([]);
      const result = (await store.results([later.id])).get(later.id);
      expect(Buffer.from(result?.body ?? []).toString()).toBe("yes");
    });

    test("an answer that is too old, or a failure, is nobody's leader", async () => {
      const old = newItem(asks("old"));
      const failed = newItem(asks("failed"));
      await store.admit([old, failed], 0);
      await openBatch(old);
      await store.settle([
        answered(old),
        { ...answered(failed), becomes: { state: "failed", result: answer("no") } },
      ]);

      const again = [newItem(asks("old")), newItem(asks("failed"))];
      expect(await store.admit([again[0] as NewItem], 1_001)).toMatchObject({ copies: 0 });
      expect(await store.admit([again[1] as NewItem], 0)).toMatchObject({ copies: 0 });
    });

    test("a batch of a client is cancelled whole, and its requests are counted by their states", async () => {
      const items = [newItem(asks("d")), newItem(asks("d")), newItem()].map((item) => ({
        ...item,
        clientBatchId: "b",
      }));
      await store.admit(items, 0);
      expect(await store.counts("b")).toEqual({ waiting: 2, copy: 1 });

      expect(await store.cancel("key-1", { clientBatchId: "b" }, 1)).toBe(3);
      expect(await store.counts("b")).toEqual({ cancelled: 3 });
    });

    test("what is held for a cancelled request is given back once no provider can answer it", async () => {
      const [waiting, leader, heir, alone] = [
        newItem(),
        newItem(asks("d")),
        newItem(asks("d")),
        newItem(),
      ];
      if (!waiting || !leader || !heir || !alone) throw new Error("four");
      await store.admit([leader, heir, alone], 0);
      await openBatch(leader);
      await store.changeBatch("m", { state: "submitted", nextLookAtMs: 9_000 });
      await store.admit([waiting], 0);
      const held = async () => (await opened.other.cancelledHolds(10)).map(({ id }) => id);
      expect(await held()).toEqual([]);

      await store.cancel("key-1", { ids: [waiting.id, leader.id, alone.id] }, 4_000);
      // The leader's line is its heir's now; the other one's may yet be answered, and billed.
      expect(new Set(await held())).toEqual(new Set([waiting.id, leader.id]));
      await store.holdsGivenBack([waiting.id, leader.id]);
      expect(await held()).toEqual([]);
      expect(await store.dueBatches(4_000, 1)).toEqual([]);

      await store.cancel("key-1", { ids: [heir.id] }, 5_000);
      // Nobody waits for it any more: it is looked at at once.
      expect(await store.dueBatches(5_000, 1)).toMatchObject([{ marker: "m" }]);
      await store.changeBatch("m", { state: "settled" });
      expect(new Set(await held())).toEqual(new Set([heir.id, alone.id]));
    });

    test("room in real time is filled with the earliest deadlines, as far as what is under way leaves some", async () => {
      const [late, soon, last] = [30, 10, 50].map((deadlineMs) => newItem({ deadlineMs }));
      if (!late || !soon || !last) throw new Error("three");
      await store.admit([late, soon, last], 0);
      const each = late.body.length;
      const about = (mostBytes: number) => ({
        ...{ target: late.target, reason: "committed", mostBytes, nowMs: 3_000 },
        endedSinceMs: 3_000,
      });
      const fill = (mostBytes: number) => store.fillRealTime(about(mostBytes));

      expect(await fill(each - 1)).toBe(0);
      expect(await fill(2 * each)).toBe(2);
      // The two are under way: there is no room for a third, by whatever path it comes.
      expect(await fill(2 * each)).toBe(0);
      const elsewhere = { ...late.target, endpoint: "/v1/responses" };
      await store.admit([newItem({ deadlineMs: 5, target: elsewhere })], 0);
      expect(await store.fillRealTime({ ...about(2 * each), target: elsewhere })).toBe(0);
      const taken = await opened.other.takeUrgent(3_000, 10);
      expect(new Set(taken.map(({ id }) => id))).toEqual(new Set([soon.id, late.id]));
      expect(taken.map(({ reason }) => reason)).toEqual(["committed", "committed"]);
      expect(await fill(2 * each)).toBe(0);
      // One is answered: whoever measured the room before that has not seen it.
      const done = { state: "answered", result: { status: 200, body: Buffer.from("{}") } } as const;
      await store.settle([{ id: soon.id, from: { state: "asking" }, becomes: done, atMs: 3_000 }]);
      expect(await fill(2 * each)).toBe(0);
      expect(await store.fillRealTime({ ...about(2 * each), endedSinceMs: 3_001 })).toBe(1);
    });

    test("which model was chosen for a request, and in which experiments, is kept beside its labels", async () => {
      const reason = "certified" as const;
      const route = { reference: "openai/gpt-5", chosen: "openai/gpt-5-mini", reason };
      const pool = '["policy","openai/gpt-5"]';
      const experiments = [{ experiment: "a", arm: "treated", share: 0.1 } as const];
      const attribution = { team: "a" };
      const [routed, plain] = [newItem({ route, pool, experiments, attribution }), newItem()];
      await store.admit([routed, plain], 0);

      expect(await opened.other.item(routed.id, "key-1")).toMatchObject({
        ...{ route, pool, experiments },
      });
      expect((await store.item(routed.id, "key-1"))?.attribution).toEqual(attribution);
      expect(await store.item(plain.id, "key-1")).not.toHaveProperty("route");
      expect(await store.item(plain.id, "key-1")).not.toHaveProperty("experiments");
    });

    test("only those whose time has no room for a batch any more are made urgent", async () => {
      const [short, long, fits] = [5_000, 9_000, 5_500].map((realTimeAtMs) =>
        newItem({ realTimeAtMs }),
      );
      if (!short || !long || !fits) throw new Error("three");
      await store.admit([short, long, fits], 0);
      const urgent = (nowMs: number, windowMs: number) =>
        store.makeRoomlessUrgent(short.target, "too_few", { nowMs, windowMs });

      expect(await urgent(2_999, 10_000)).toBe(0);
      expect(await urgent(3_200, 10_000)).toBe(1);
      expect((await store.takeUrgent(3_200, 10)).map(({ id }) => id)).toEqual([short.id]);
      // Half of its time is over, but a window of 2,000 fits into the rest.
      expect(await urgent(3_251, 2_000)).toBe(0);
      expect(await urgent(3_251, 10_000)).toBe(1);
      expect((await store.takeUrgent(3_251, 10)).map(({ id }) => id)).toEqual([fits.id]);
    });

    test("a batch that never came to be gives its requests back, and the attempt is not counted", async () => {
      const item = newItem();
      await store.admit([item], 0);
      await openBatch(item);

      await store.loseBatch("m", "lost", 3_000);

      expect(await store.item(item.id, "key-1")).toMatchObject({ state: "waiting", attempts: 0 });
      expect(await store.dueBatches(9_000, 10)).toEqual([]);
      expect(await store.providerBatch("m")).toMatchObject({ state: "lost", problem: "lost" });
    });

    test("a batch is looked at when it is due, and keeps what is noted of it", async () => {
      const item = newItem();
      await store.admit([item], 0);
      await openBatch(item);
      const standing = { state: "in_progress", total: 1, raw: { id: "batch_1" } };

      await store.changeBatch("m", {
        ...{ state: "submitted", providerId: "batch_1", standing, nextLookAtMs: 7_000, tries: 1 },
      });

      expect(await store.dueBatches(6_999, 10)).toEqual([]);
      expect(await opened.other.dueBatches(7_000, 10)).toMatchObject([
        { marker: "m", state: "submitted", providerId: "batch_1", standing, tries: 1 },
      ]);
      expect(await store.latestBatches(item.target, 5)).toMatchObject([{ marker: "m" }]);
      expect(await store.latestBatches({ ...item.target, model: "another" }, 5)).toEqual([]);
    });

    test("a key's batches and files are listed from the latest on, page by page", async () => {
      for (const id of ["b1", "b2", "b3"]) await store.addClientBatch(clientBatch(id, "key-1"));
      for (const id of ["f1", "f2"]) await store.addFile(file(id));
      expect(await store.addClientBatch(clientBatch("b1", "key-1"))).toBe("already_there");

      const batches = await store.clientBatches("key-1", "openai", { after: "b3", limit: 1 });
      expect(batches).toEqual([clientBatch("b2", "key-1")]);
      expect(await store.files("key-1", { after: "f2", limit: 5 })).toEqual([file("f1")]);
      expect(await store.files("key-1", { limit: 5, purpose: "other" })).toEqual([]);
      await store.addFile({ ...file("own"), purpose: "headgate.rejected" });
      await store.addFile({ ...file("over"), expiresAtMs: 7 });
      const shown = { hiddenPurposes: "headgate.", atMs: 7 };
      expect(await store.files("key-1", { ...shown, limit: 1 })).toEqual([file("f2")]);
      const upwards = { ...shown, limit: 5, isOldestFirst: true };
      expect(await store.files("key-1", upwards)).toEqual([file("f1"), file("f2")]);
      expect(await store.files("key-1", { ...upwards, after: "f1" })).toEqual([file("f2")]);

      await store.changeClientBatch("b2", "key-1", {
        ...{ state: "completed", endedAtMs: 9, fields: { output: "o" } },
      });
      expect(await store.clientBatch("b2", "key-1")).toMatchObject({
        ...{ state: "completed", endedAtMs: 9, fields: { input: "f", output: "o" } },
      });
      expect((await store.openClientBatches()).map(({ id }) => id)).toEqual(["b1", "b3"]);
    });

    test("nothing of a client's batch is forgotten before the batch itself has ended for so long", async () => {
      const item = newItem({ clientBatchId: "b" });
      await store.addClientBatch(clientBatch("b", "key-1"));
      await store.admit([item], 0);
      await openBatch(item);
      await store.settle([answered(item)]);

      expect(await store.forget(9_000, 9_000)).toMatchObject({ items: 0 });
      await store.changeClientBatch("b", "key-1", { state: "completed", endedAtMs: 9_500 });
      expect(await store.forget(9_500, 9_500)).toMatchObject({ items: 0 });
      expect(await store.counts("b")).toEqual({ answered: 1 });
      expect(await store.forget(9_501, 9_501)).toMatchObject({ items: 1 });
    });

    test("what ended is forgotten after its time; what is open or still shown is not", async () => {
      const leader = newItem(asks("d"));
      const copy = newItem(asks("d"));
      const open = newItem();
      await store.admit([leader, copy, open], 0);
      await openBatch(leader, "m", 1);
      await store.settle([answered(leader)]);
      await store.addFile({ ...file("f"), expiresAtMs: 8_000 });

      expect(await store.forget(9_000, 8_000)).toEqual({ items: 0, files: ["f"], more: false });
      await store.settle([
        {
          ...{ id: copy.id, from: { state: "copy" }, atMs: 6_000 },
          becomes: { state: "answered", resultOf: leader.id },
        },
      ]);
      expect(await store.forget(9_000, 8_000)).toMatchObject({ items: 1 });
      expect(await store.forget(9_000, 8_000)).toMatchObject({ items: 1 });
      expect(await store.standing()).toMatchObject({ items: { waiting: 1 }, waitingRows: 1 });
    });
  });
}

export const clientBatch = (id: string, keyId: string): ClientBatch => ({
  ...{ id, keyId, kind: "openai", state: "validating", createdAtMs: 1, deadlineMs: 2 },
  fields: { input: "f" },
});
const file = (id: string) => ({
  ...{ id, keyId: "key-1", name: "in.jsonl", purpose: "batch", bytes: 3, createdAtMs: 1 },
  fields: {},
});
