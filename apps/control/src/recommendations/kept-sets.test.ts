import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { createKeptSets, type Range } from "./kept-sets.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const START_MS = Date.parse("2026-11-23T12:00:00Z");

/** Sets whose making a test ends itself. */
function makeSets() {
  let nowMs = START_MS;
  const asked: Array<{
    range: Range;
    tell: (step: string) => void;
    end: (made: string) => void;
    fail: (failure: Error) => void;
  }> = [];
  const sets = createKeptSets<string>({
    nowMs: () => nowMs,
    isEmpty: (made) => made === "",
    make: (range, tell) =>
      new Promise((end, fail) => {
        asked.push({ range, end, fail, tell: (step) => tell({ step, done: 1, of: 3 }) });
      }),
  });
  const making = (which: number) => {
    const one = asked[which];
    if (one === undefined) throw new Error(`nothing is made for the ${which}th time`);
    return one;
  };
  return {
    sets,
    making,
    made: () => asked.length,
    later: (ms: number) => {
      nowMs += ms;
    },
    /** The last thirty days, as who asks now would say. */
    month: (): Range => ({
      from: new Date(nowMs - 30 * DAY_MS).toISOString(),
      to: new Date(nowMs).toISOString(),
    }),
  };
}

test("who asks first is told how far it is, and who asks later is given it at once, made once", async () => {
  const { sets, making, made, month, later } = makeSets();
  const first = sets.kept(month());
  making(0).tell("reading");

  expect(await first).toEqual({
    made: undefined,
    work: { sinceMs: START_MS, step: "reading", done: 1, of: 3 },
  });
  making(0).end("a set");
  later(2 * MINUTE_MS);

  // The last thirty days are one question, also two minutes later.
  expect(await sets.kept(month())).toMatchObject({ made: "a set", madeAtMs: START_MS });
  expect(made()).toBe(1);
});

test("what is made within a moment is given to who asked first", async () => {
  const { sets, making, month } = makeSets();
  const first = sets.kept(month());
  making(0).end("a set");

  expect(await first).toMatchObject({ made: "a set", work: undefined, failure: undefined });
});

test("a set of nothing is given to who asked how far it is, and made anew for who asks a while later", async () => {
  const { sets, making, made, month, later } = makeSets();
  const first = sets.kept(month());
  expect(await first).toMatchObject({ made: undefined });
  later(5 * MINUTE_MS);
  making(0).end("");
  await nextTurn();

  // It took longer than a wait: a new run for each question would never come to an answer.
  expect(await sets.kept(month())).toMatchObject({ made: "", work: undefined });
  expect(made()).toBe(1);
  later(MINUTE_MS);
  const second = sets.kept(month());
  making(1).end("calls came");
  expect(await second).toMatchObject({ made: "calls came" });
});

test("what failed behind a wait is told to who asks next, and tried anew a while later", async () => {
  const { sets, making, made, month, later } = makeSets();
  await sets.kept(month());
  making(0).fail(new Error("no disk"));
  await nextTurn();

  await expect(sets.kept(month())).rejects.toThrow("no disk");
  expect(made()).toBe(1);
  later(MINUTE_MS);
  const second = sets.kept(month());
  making(1).end("a set");
  expect(await second).toMatchObject({ made: "a set" });
});

test("a range that is asked for while as many run as are kept is not forgotten", async () => {
  const { sets, making, made } = makeSets();
  const range = (day: number): Range => ({
    from: new Date(START_MS - (day + 60) * DAY_MS).toISOString(),
    to: new Date(START_MS - (day + 30) * DAY_MS).toISOString(),
  });
  const eight = Array.from({ length: 8 }, (_, day) => sets.computed(range(day)));
  const ninth = sets.kept(range(8));
  making(8).end("a set");
  await ninth;

  expect(await sets.kept(range(8))).toMatchObject({ made: "a set" });
  expect(made()).toBe(9);
  for (let day = 0; day < 8; day += 1) making(day).end("done");
  await Promise.all(eight);
});

test("an old set is given while a newer one is made, and so is one from before a change", async () => {
  const { sets, making, made, month, later } = makeSets();
  const first = sets.kept(month());
  making(0).end("old");
  await first;
  later(6 * MINUTE_MS);

  const meanwhile = await sets.kept(month());
  expect(meanwhile).toMatchObject({ made: "old", work: { step: "waiting for its turn" } });
  await sets.kept(month());
  expect(made()).toBe(2);
  making(1).end("new");
  await nextTurn();
  expect(await sets.kept(month())).toMatchObject({ made: "new" });

  sets.changed();
  expect(await sets.kept(month())).toMatchObject({ made: "new" });
  expect(made()).toBe(3);
});

test("a failure is thrown where there is nothing to give, told beside what there is, and tried again", async () => {
  const { sets, making, made, month, later } = makeSets();
  const first = sets.kept(month());
  making(0).fail(new Error("no disk"));
  await expect(first).rejects.toThrow("no disk");

  later(MINUTE_MS);
  const second = sets.kept(month());
  making(1).end("a set");
  expect(await second).toMatchObject({ made: "a set", failure: undefined });
  later(6 * MINUTE_MS);
  await sets.kept(month());
  making(2).fail(new Error("no memory"));
  await nextTurn();

  expect(await sets.kept(month())).toMatchObject({
    made: "a set",
    work: undefined,
    failure: new Error("no memory"),
  });
  expect(made()).toBe(3);
});

test("one that is asked to be made now is made now, and is what others are given from then on", async () => {
  const { sets, making, month } = makeSets();
  const now = sets.computed(month());
  making(0).end("a set");
  expect(await now).toBe("a set");

  expect(await sets.kept(month())).toMatchObject({ made: "a set" });
});

test("closing ends what is being made before its next step", async () => {
  const { sets, making, month } = makeSets();
  const first = sets.computed(month());
  const closed = sets.close();

  expect(() => making(0).tell("next")).toThrow("closing");
  making(0).fail(new Error("ended"));
  await expect(first).rejects.toThrow("ended");
  await closed;
});
