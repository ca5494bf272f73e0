import { expect, test } from "vitest";
import { changedStore } from "../changed-store.fixture.ts";
import { newItem } from "../item.fixture.ts";
import type { NewItem } from "../item.ts";
import type { RealTimeAnswer } from "../ports.ts";
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

/** An answer that comes when the test says so. */
function later() {
  let resolve: (answer: RealTimeAnswer) => void = () => undefined;
  const promise = new Promise<RealTimeAnswer>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

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

test("what is under way when the store is cut off is not asked again", async () => {
  let cut = 0;
  const run = await openBroken(() => ({
    settle: async () => {
      cut += 1;
      throw cutOff;
    },
  }));
  const [quick, slow] = [later(), later()];
  const asked: string[] = [];
  run.restart({
    store: run.brokenStore,
    ask: ({ id }) => {
      asked.push(id);
      return (id === run.items[0].id ? quick : slow).promise;
    },
  });
  await run.look();
  quick.resolve({ kind: "answered", result: { status: 200, body: Buffer.from("{}") } });
  await run.until(() => cut === 1);
  await expect(run.look()).rejects.toThrow(cutOff.message);

  run.mend();
  await run.look();
  expect(await Promise.all(run.items.map(run.stateOf))).toEqual(["answered", "asking"]);
  slow.resolve({ kind: "answered", result: { status: 200, body: Buffer.from("{}") } });
  await run.tick();

  expect(await Promise.all(run.items.map(run.stateOf))).toEqual(["answered", "answered"]);
  expect(asked).toHaveLength(2);
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

/** A run with a batch of three, of which one is being asked in real time as well and not answered before a test says so. */
async function openAsking() {
  const run = await openRun();
  const [soon, other] = [newItem({ ...inTime, realTimeAtMs: START + HOUR / 2 }), newItem(inTime)];
  await run.store.admit([soon, other, newItem(inTime)], 0);
  run.clock.ms += 11 * 60_000;
  await run.tick();
  const answer = later();
  let asked = 0;
  run.restart({
    ask: () => {
      asked += 1;
      return answer.promise;
    },
  });
  run.clock.ms += HOUR / 2;
  await run.look();
  run.clock.ms += 2 * HOUR;
  await run.look();
  return { ...run, soon, other, answer, asked: () => asked };
}

const inTime = {
  admittedAtMs: START,
  deadlineMs: START + 24 * HOUR,
  realTimeAtMs: START + 23 * HOUR,
};
const rowOf = (run: Pick<Awaited<ReturnType<typeof openRun>>, "rows">, { callId }: NewItem) =>
  run.rows.get(`${callId}:0`)?.[0];

test("a provider's batch is read while a call in real time takes its time", async () => {
  const run = await openAsking();

  expect(run.asked()).toBe(1);
  expect(await Promise.all([run.soon, run.other].map(run.stateOf))).toEqual(["asking", "answered"]);
  expect(rowOf(run, run.other)).toMatchObject({ final: true });
  expect(rowOf(run, run.soon)).toBeUndefined();

  run.answer.resolve({ kind: "failed", reason: "HTTP 503", notBeforeMs: run.clock.ms + HOUR });
  await run.tick();

  expect(await run.stateOf(run.soon)).toBe("answered");
  expect(rowOf(run, run.soon)).toMatchObject({ final: true });
  expect(run.problems).not.toContain("billed_twice");
});

test("what a batch answered while its request was being asked is a loss once real time has answered", async () => {
  const run = await openAsking();

  run.answer.resolve({ kind: "answered", result: { status: 200, body: Buffer.from("{}") } });
  await run.tick();

  expect(await run.textOf(run.soon)).toBe("{}");
  expect(rowOf(run, run.soon)).toMatchObject({ final: false, baseline_cost: "0.000000000000" });
  expect(run.problems.filter((one) => one === "billed_twice")).toHaveLength(1);
});

test("who is closed asks nothing more, and keeps what was answered meanwhile", async () => {
  const run = await openRun({ mostAsked: 1 });
  const items = [urgent("one"), urgent("two")];
  await run.store.admit(items, 0);
  const answer = later();
  run.restart({ ask: () => answer.promise });
  await run.look();

  const closed = run.close();
  answer.resolve({ kind: "answered", result: { status: 200, body: Buffer.from("{}") } });
  await closed;

  expect(await Promise.all(items.map(run.stateOf))).toEqual(["answered", "waiting"]);
});

test("while a tick takes its time, places that become free are given to who is due", async () => {
  const run = await openRun({ mostAsked: 1 });
  const items = [urgent("one"), urgent("two")];
  await run.store.admit(items, 0);
  const first = later();
  const isAsked = later();
  let [asked, looks] = [0, 0];
  run.restart({
    // The tick comes to its batches, and waits there until both were asked.
    store: changedStore(run.store, {
      groups: async () => {
        looks += 1;
        // The first look is for room that is paid for, before anything is asked.
        if (looks !== 2) return [];
        await run.until(() => asked === 1);
        run.clock.ms += 60_000;
        first.resolve({ kind: "failed", reason: "HTTP 503", notBeforeMs: START + HOUR / 2 });
        await isAsked.promise;
        return [];
      },
    }),
    ask: async () => {
      asked += 1;
      if (asked === 1) return first.promise;
      isAsked.resolve({ kind: "failed", reason: "seen", notBeforeMs: 0 });
      return { kind: "answered", result: { status: 200, body: Buffer.from("{}") } };
    },
  });

  await run.tick();

  const states = await Promise.all(items.map(run.stateOf));
  expect(new Set(states)).toEqual(new Set(["answered", "waiting"]));
});
