import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { answered, asks, type OpenedStore } from "./batch-store.conformance.ts";
import { newItem } from "./item.fixture.ts";
import type { NewItem } from "./item.ts";
import type { BatchStore } from "./store.ts";

/** What every store of deferred work must do with requests that are answered in real time after all. */
export function describeRealTime(name: string, open: () => Promise<OpenedStore>): void {
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

    test("what must be answered in real time is taken once, also from a batch, and taken up after a crash", async () => {
      const waiting = newItem({ realTimeAtMs: 3_100 });
      const batched = newItem({ realTimeAtMs: 3_050, deadlineMs: 1 });
      const later = newItem();
      await store.admit([waiting, batched, later], 0);
      await openBatch(batched, "m", 1);

      const taken = await store.takeUrgent(3_100, 10);

      expect(taken.map(({ id, attempts }) => [id, attempts])).toEqual([
        [batched.id, 2],
        [waiting.id, 1],
      ]);
      expect(await opened.other.takeUrgent(3_100, 10)).toEqual([]);
      expect(await store.settle([answered(batched)])).toEqual([false]);
      // One of them is under way yet.
      expect(await store.takeUpAsked([waiting.id])).toBe(1);
      expect(await store.takeUpAsked([])).toBe(1);
      expect(await store.takeUrgent(3_100, 1)).toHaveLength(1);
    });

    test("who must be answered first is taken first, also when others are due for longer", async () => {
      const patient = newItem({ deadlineMs: 90_000, realTimeAtMs: 3_000 });
      const pressed = newItem({ deadlineMs: 9_000, realTimeAtMs: 3_100 });
      await store.admit([patient, pressed], 0);

      expect(await store.takeUrgent(3_100, 1)).toMatchObject([{ id: pressed.id }]);
      expect(await store.takeUrgent(3_100, 1)).toMatchObject([{ id: patient.id }]);
    });

    test("a request that is to be tried again waits for another batch or for real time", async () => {
      const item = newItem();
      await store.admit([item], 0);
      await openBatch(item);

      await store.settle([
        {
          ...{ id: item.id, from: { state: "batched", marker: "m" }, atMs: 3_000 },
          becomes: { state: "waiting", reason: "missing_line", realTimeAtMs: 3_000 },
        },
      ]);

      expect(await store.takeUrgent(3_000, 10)).toMatchObject([
        { id: item.id, reason: "missing_line", attempts: 2 },
      ]);
    });

    test("what was asked in real time in vain stays there: in no batch, and not asked before its pause is over", async () => {
      const item = newItem({ realTimeAtMs: 3_000 });
      const { target } = item;
      await store.admit([item], 0);
      await store.takeUrgent(3_000, 1);
      await store.settle([
        {
          ...{ id: item.id, from: { state: "asking" }, atMs: 3_000 },
          becomes: { state: "waiting", reason: "HTTP 429", realTimeAtMs: 5_000 },
        },
      ]);

      expect(await store.groups()).toEqual([]);
      expect(await openBatch(item)).toBeUndefined();
      expect(await store.makeUrgent(target, "too_few", 4_000)).toBe(0);
      const room = {
        ...{ target, reason: "committed_capacity", mostBytes: 1e9, nowMs: 4_000 },
        endedSinceMs: 4_000,
      };
      expect(await store.fillRealTime(room)).toBe(0);
      expect(await store.takeUrgent(4_999, 1)).toEqual([]);
      expect(await opened.other.takeUrgent(5_000, 1)).toMatchObject([{ id: item.id }]);
    });

    test("a pause holds for who shares the answer, hurried or handed on", async () => {
      const leader = newItem({ ...asks("d"), realTimeAtMs: 3_000 });
      const hurried = newItem({ ...asks("d"), realTimeAtMs: 3_500 });
      await store.admit([leader], 0);
      await store.takeUrgent(3_000, 1);
      await store.settle([
        {
          ...{ id: leader.id, from: { state: "asking" }, atMs: 3_000 },
          becomes: { state: "waiting", reason: "HTTP 429", realTimeAtMs: 5_000 },
        },
      ]);
      await store.admit([hurried], 0);
      expect(await store.takeUrgent(4_999, 1)).toEqual([]);

      await store.cancel(leader.keyId, { ids: [leader.id] }, 4_000);

      expect(await store.groups()).toEqual([]);
      expect(await store.takeUrgent(4_999, 1)).toEqual([]);
      expect(await store.takeUrgent(5_000, 1)).toMatchObject([{ id: hurried.id }]);
    });
  });
}
