import { expect, test } from "vitest";
import { newItem } from "../item.fixture.ts";
import { HOUR, openRun, START } from "./run.fixture.ts";

const [MINUTE, REAL_TIME_AT] = [60_000, START + 23 * HOUR];
const asking = (text: string) =>
  newItem({
    ...{ text, admittedAtMs: START, deadlineMs: START + 24 * HOUR, realTimeAtMs: REAL_TIME_AT },
  });

test("a batch for which there is no room in its provider's queue goes in smaller ones, one after the other", async () => {
  const run = await openRun();
  const items = Array.from({ length: 8 }, (_, index) => asking(`q ${index}`));
  await run.store.admit(items, 0);
  run.api.mostQueued = 2;
  run.clock.ms += 11 * MINUTE;
  await run.tick();
  // The pause grows, and is kept when a new process begins.
  run.restart();
  for (let look = 0; look < 4 * 60 && run.clock.ms < REAL_TIME_AT; look += 1) {
    run.clock.ms += 5 * MINUTE;
    await run.tick();
  }

  expect(run.asked).toEqual([]);
  expect(await Promise.all(items.map(run.stateOf))).toEqual(items.map(() => "answered"));
  const [whole, ...later] = [...run.api.batches.values()].map(({ lines, standing }) => ({
    ...{ lines: lines.length, failed: standing.state === "failed" },
    afterMs: standing.createdAtMs - START,
  }));
  expect(whole).toMatchObject({ lines: 8, failed: true });
  expect(later.slice(0, 2)).toMatchObject([
    { lines: 4, failed: true },
    { lines: 2, failed: false },
  ]);
  const [second, third] = later;
  expect((third?.afterMs ?? 0) - (second?.afterMs ?? 0)).toBeGreaterThan(
    (second?.afterMs ?? 0) - (whole?.afterMs ?? 0),
  );
});

test("requests for which no queue ever has room are asked in real time before their deadline, and not earlier", async () => {
  const run = await openRun();
  const items = [asking("a"), asking("b")];
  await run.store.admit(items, 0);
  run.api.mostQueued = 0;
  run.clock.ms += 11 * MINUTE;
  while (run.clock.ms < REAL_TIME_AT - HOUR) {
    await run.tick();
    run.clock.ms += HOUR / 2;
  }
  expect(run.asked).toEqual([]);
  expect(run.api.made).toBeLessThan(40);

  run.clock.ms = REAL_TIME_AT;
  await run.tick();

  expect(new Set(run.asked)).toEqual(new Set(items.map(({ id }) => id)));
});

test("rate limits and outages are waited for, and make no batch a matter of real time", async () => {
  const run = await openRun();
  const item = asking("patient");
  await run.store.admit([item], 0);
  run.clock.ms += 11 * MINUTE;
  for (let look = 0; look < 12; look += 1) {
    run.api.failSubmit = look % 2 === 0 ? "limited" : "before";
    await run.tick();
    run.clock.ms += HOUR;
  }
  expect([run.asked, run.api.made]).toEqual([[], 0]);

  run.api.failSubmit = undefined;
  for (let look = 0; look < 3; look += 1) {
    await run.tick();
    run.clock.ms += HOUR;
  }

  expect(await run.stateOf(item)).toBe("answered");
  expect([run.asked, run.api.made]).toEqual([[], 1]);
});
