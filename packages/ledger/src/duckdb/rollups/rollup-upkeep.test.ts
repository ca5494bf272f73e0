import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { DayOutcome } from "./build-day.ts";
import { QUIET_MS, RollupUpkeep } from "./rollup-upkeep.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("days are summed up one after another, and looked for again when they had time to change", async () => {
  const asked: number[] = [];
  const outcomes: DayOutcome[] = ["joined", "built", "too_wide", "none", "built", "none"];
  const upkeep = new RollupUpkeep(
    async (touchedBeforeMs) => {
      asked.push(Date.now() - touchedBeforeMs);
      return outcomes.shift() ?? "none";
    },
    () => undefined,
  );

  upkeep.wake();
  await vi.advanceTimersByTimeAsync(QUIET_MS / 2);
  expect(asked).toEqual([QUIET_MS, QUIET_MS, QUIET_MS, QUIET_MS]);
  await vi.advanceTimersByTimeAsync(QUIET_MS);
  expect(asked).toHaveLength(6);
  upkeep.stop();
  await vi.advanceTimersByTimeAsync(10 * QUIET_MS);
  expect(asked).toHaveLength(6);
});

test("a day that cannot be summed up is told and tried again later", async () => {
  const told: string[] = [];
  let isFull = true;
  let built = 0;
  const upkeep = new RollupUpkeep(
    async () => {
      if (isFull) throw new Error("no space left");
      built += 1;
      return "none";
    },
    ({ message }) => told.push(message),
  );

  upkeep.wake();
  await vi.advanceTimersByTimeAsync(QUIET_MS / 2);
  isFull = false;
  await vi.advanceTimersByTimeAsync(QUIET_MS);
  upkeep.stop();

  expect(told).toEqual(["Sums by day could not be built, so reports are slower: no space left"]);
  expect(built).toBe(1);
});
