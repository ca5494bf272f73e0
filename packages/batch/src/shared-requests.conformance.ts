import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { answered, asks, type OpenedStore } from "./batch-store.conformance.ts";
import { newItem } from "./item.fixture.ts";
import type { NewItem } from "./item.ts";
import type { BatchStore } from "./store.ts";

/** What every store of deferred work must do with requests that share one answer. */
export function describeSharedRequests(name: string, open: () => Promise<OpenedStore>): void {
  describe(name, () => {
    let opened: OpenedStore;
    let store: BatchStore;
    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });
    afterEach(() => opened.close());

    let runs = 0;
    const openBatch = (first: NewItem, marker = "m") =>
      store.openBatch({
        marker,
        target: first.target,
        mostRequests: 10,
        mostBytes: 1e6,
        atMs: 2_000,
      });

    test("a leader is as urgent as its copies, and hands its place on when it is cancelled", async () => {
      const leader = newItem(asks("d"));
      const heir = newItem({ ...asks("d"), realTimeAtMs: 3_000 });
      const last = newItem(asks("d"));
      await store.admit([leader, heir, last], 0);
      await openBatch(leader);
      expect(await store.openIn("m", 2_999)).toEqual({ open: 1, due: 0 });
      expect(await store.openIn("m", 3_000)).toEqual({ open: 1, due: 1 });

      expect(await store.cancel("key-1", { ids: [leader.id, "unknown"] }, 4_000)).toBe(1);

      expect((await store.lines("m", [0])).get(0)?.id).toBe(heir.id);
      expect((await store.item(leader.id, "key-1"))?.state).toBe("cancelled");
      await store.settle([answered(heir)]);
      expect((await store.endedCopies(10)).map((one) => one.copy.id)).toEqual([last.id]);
    });

    test("who takes the place of a leader that is being asked goes into no other batch: its line may yet be answered", async () => {
      const leader = newItem({ ...asks("d"), realTimeAtMs: 3_000 });
      const heir = newItem(asks("d"));
      await store.admit([leader], 0);
      await openBatch(leader);
      await store.takeUrgent(3_000, 1);
      await store.admit([heir], 0);

      await store.cancel("key-1", { ids: [leader.id] }, 4_000);

      expect(await store.groups()).toEqual([]);
      expect((await store.lines("m", [0])).get(0)?.id).toBe(heir.id);
      const from = { state: "waiting", marker: "m" } as const;
      expect(await store.settle([{ ...answered(heir), from }])).toEqual([true]);
    });

    test("a request is needed by the earliest deadline of all who still share its answer, and each keeps its own", async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 10, max: 1_000 }), { minLength: 2, maxLength: 7 }),
          fc.array(fc.nat(6), { maxLength: 6 }),
          fc.boolean(),
          async (deadlines, leavers, inBatch) => {
            runs += 1;
            const sharing = asks(`d-${runs}`);
            const sharers = deadlines.map((deadlineMs) =>
              newItem({
                ...sharing,
                deadlineMs: deadlineMs * 1_000,
                realTimeAtMs: deadlineMs * 900,
              }),
            );
            for (const one of sharers) await store.admit([one], 0);
            if (inBatch) await openBatch(sharers[0] as NewItem, `m-${runs}`);
            for (const leaver of leavers) {
              const id = sharers[leaver % sharers.length]?.id ?? "";
              await store.cancel("key-1", { ids: [id] }, 1);
            }
            const items = await Promise.all(sharers.map(({ id }) => store.item(id, "key-1")));
            for (const [index, item] of items.entries()) {
              expect(item?.deadlineMs).toBe(sharers[index]?.deadlineMs);
            }
            const open = items.filter((item) => item?.state !== "cancelled");
            const leaders = open.filter((item) => item?.state !== "copy");
            expect(leaders).toHaveLength(open.length === 0 ? 0 : 1);
            for (const leader of leaders) {
              const left = sharers.filter((_, index) => items[index]?.state !== "cancelled");
              expect(leader?.neededByMs).toBe(Math.min(...left.map((one) => one.deadlineMs)));
              expect(leader?.realTimeAtMs).toBe(Math.min(...left.map((one) => one.realTimeAtMs)));
            }
          },
        ),
        { numRuns: 20 },
      );
    });

    test("a leader that another reason has in real time stays so when its hurried copy leaves", async () => {
      const leader = newItem({ ...asks("d"), realTimeAtMs: 9_000 });
      const copy = newItem({ ...asks("d"), realTimeAtMs: 8_000 });
      await store.admit([leader, copy], 0);
      await store.makeUrgent(leader.target, "too_few", 3_000);

      await store.cancel("key-1", { ids: [copy.id] }, 3_100);

      expect((await store.takeUrgent(3_000, 10)).map(({ id }) => id)).toEqual([leader.id]);
    });

    test("copies are late when their own time is over and their leader has no answer", async () => {
      const leader = newItem({ ...asks("d"), deadlineMs: 9_000 });
      const copy = newItem({ ...asks("d"), deadlineMs: 5_000 });
      await store.admit([leader, copy], 0);
      expect(await store.lateCopies(4_999, 10)).toEqual([]);
      expect((await opened.other.lateCopies(5_000, 10)).map(({ id }) => id)).toEqual([copy.id]);
      expect(await store.item(leader.id, "key-1")).toMatchObject({ neededByMs: 5_000 });

      const gone = { status: 504, body: Buffer.from("late") };
      await store.settle([
        {
          ...{ id: copy.id, from: { state: "copy" }, atMs: 5_000 },
          becomes: { state: "expired", result: gone },
        },
      ]);

      expect(await store.lateCopies(9_000, 10)).toEqual([]);
      expect(await store.item(leader.id, "key-1")).toMatchObject({ neededByMs: 9_000 });
      expect(await store.endedCopies(10)).toEqual([]);
    });
  });
}
