import { expect, test } from "vitest";
import { newItem } from "../item.fixture.ts";
import { HOUR, openRun, START } from "./run.fixture.ts";

const asking = (text: string) =>
  newItem({
    ...{ text, admittedAtMs: START, deadlineMs: START + 24 * HOUR },
    realTimeAtMs: START + 23 * HOUR,
  });

test("what waits fills capacity that is paid for first, and the rest goes into a batch", async () => {
  const run = await openRun();
  const items = ["a", "b", "c"].map(asking);
  await run.store.admit(items, 0);
  const [first] = items;
  if (first === undefined) throw new Error("three");
  // Two tokens for every eight bytes: prompt and answer.
  let tokens = (2 * first.body.length) / 2;
  const filled: number[] = [];
  run.restart({
    room: async () => ({ tokens, seenUntilMs: run.clock.ms }),
    filled: (requests) => void filled.push(requests),
  });
  await run.tick();
  expect([run.asked.length, filled]).toEqual([2, [2]]);

  tokens = 0;
  run.clock.ms += 11 * 60_000;
  await run.tick();
  expect([run.asked.length, run.api.made]).toEqual([2, 1]);
});

test("one look at the room fills it once, also where what was put there is answered before the next look", async () => {
  const run = await openRun();
  const items = ["a", "b", "c", "d"].map(asking);
  await run.store.admit(items, 0);
  const [first] = items;
  if (first === undefined) throw new Error("four");
  const tokens = (2 * first.body.length) / 2;
  const seenUntilMs = START;
  run.restart({ room: async () => ({ tokens, seenUntilMs }) });
  await run.tick();
  expect(run.asked.length).toBe(2);

  run.clock.ms += 1_000;
  await run.tick();

  expect(run.asked.length).toBe(2);
});

test("without a commitment nothing is asked in real time for its sake", async () => {
  const run = await openRun();
  await run.store.admit([asking("a")], 0);
  await run.tick();
  expect(run.asked).toEqual([]);
});
