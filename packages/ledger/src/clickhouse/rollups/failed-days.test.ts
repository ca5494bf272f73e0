import { expect, test } from "vitest";
import { FailedDays } from "./failed-days.ts";

test("a day that fails is left alone for longer each time, and like any other once it is built", () => {
  const MINUTE_MS = 60_000;
  let nowMs = 0;
  const days = new FailedDays(() => nowMs);
  const waits: number[] = [];
  for (let time = 0; time < 10; time += 1) {
    days.failed(1);
    let minutes = 0;
    while (days.leftAlone().includes(1)) {
      nowMs += MINUTE_MS;
      minutes += 1;
    }
    waits.push(minutes);
  }
  expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 360, 360]);

  days.built(1);
  days.failed(1);
  nowMs += 2 * MINUTE_MS;
  expect(days.leftAlone()).toEqual([]);
});
