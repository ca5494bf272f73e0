import { expect, test } from "vitest";
import { changedStore } from "../changed-store.fixture.ts";
import { newItem } from "../item.fixture.ts";
import type { BatchStore } from "../store.ts";
import { HOUR, openRun, START } from "./run.fixture.ts";

const urgent = (text: string) =>
  newItem({ text, admittedAtMs: START, deadlineMs: START + HOUR, realTimeAtMs: START });

/** A run with two urgent requests, whose store does one thing otherwise until it is mended. */
async function openBroken(breaking: (store: BatchStore) => Partial<BatchStore>) {
  const run = await openRun();
  const items = [urgent("one"), urgent("two")] as const;
  await run.store.admit(items, 0);
  let broken: Partial<BatchStore> | undefined = breaking(run.store);
  const store = changedStore(run.store, {
    settle: async (settlements) =>
      (broken?.settle ?? run.store.settle.bind(run.store))(settlements),
    takeUrgent: async (...about) =>
      (broken?.takeUrgent ?? run.store.takeUrgent.bind(run.store))(...about),
  });
  run.restart({ store });
  return {
    ...{ ...run, items, brokenStore: store },
    mend: () => {
      broken = undefined;
    },
  };
}

const cutOff = new Error("the store was cut off");

test("an answer that could not be stored is stored by the next tick, and not bought again", async () => {
  const run = await openBroken((store) => ({
    settle: async (settlements) => {
      if (settlements.some(({ id }) => id === run.items[0].id)) throw cutOff;
      return store.settle(settlements);
    },
  }));
  await expect(run.tick()).rejects.toThrow(cutOff.message);
  await expect(run.tick()).rejects.toThrow(cutOff.message);
  expect(await Promise.all(run.items.map(run.stateOf))).toEqual(["asking", "answered"]);

  run.mend();
  await run.tick();

  expect(await Promise.all(run.items.map(run.stateOf))).toEqual(["answered", "answered"]);
  expect(run.asked.toSorted()).toEqual(run.items.map(({ id }) => id).toSorted());
});

test("requests that were taken by a call that broke off are asked by the next tick", async () => {
  const run = await openBroken((store) => ({
    takeUrgent: async (...about) => {
      const taken = await store.takeUrgent(...about);
      if (taken.length > 0) throw cutOff;
      return taken;
    },
  }));
  await expect(run.tick()).rejects.toThrow(cutOff.message);
  expect(run.asked).toEqual([]);

  run.mend();
  await run.tick();

  expect(await Promise.all(run.items.map(run.stateOf))).toEqual(["answered", "answered"]);
});

test("a tick that fails has nothing under way any more", async () => {
  const run = await openBroken(() => ({
    settle: async () => {
      throw cutOff;
    },
  }));
  let answers = 0;
  run.restart({
    store: run.brokenStore,
    ask: async (item, body) => {
      // The second one answers when the first one's answer could not be stored long ago.
      const turns = item.id === run.items[1].id ? 20 : 0;
      for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
      answers += 1;
      return run.ports.ask(item, body);
    },
  });

  await expect(run.tick()).rejects.toThrow(cutOff.message);

  expect(answers).toBe(2);
});

test.each([
  ["a batch could be made", {}],
  ["they are too few for one", { leastRequests: 100 }],
] as const)(
  "a pause that the gateway asks for is kept though %s, and no batch is made",
  async (_, limits) => {
    const run = await openRun({}, limits);
    const item = newItem({
      ...{ admittedAtMs: START - HOUR, deadlineMs: START + HOUR, realTimeAtMs: START },
    });
    await run.store.admit([item], 0);
    const askedAtMs: number[] = [];
    run.restart({
      ask: async () => {
        askedAtMs.push(run.clock.ms - START);
        return { kind: "failed", reason: "HTTP 429", notBeforeMs: run.clock.ms + 3 * 60_000 };
      },
    });

    for (let minute = 0; minute < 7; minute += 1) {
      await run.tick();
      run.clock.ms += 60_000;
    }

    expect(askedAtMs).toEqual([0, 3 * 60_000, 6 * 60_000]);
    expect(run.api.made).toBe(0);
    run.clock.ms = START + HOUR;
    await run.tick();
    expect(await run.stateOf(item)).toBe("expired");
  },
);
