import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { throttle } from "./throttle.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("many asks within the interval run twice: at once, and at its end", () => {
  const run = vi.fn();
  const { ask } = throttle(run, 2_000);

  for (let count = 0; count < 50; count += 1) ask();
  expect(run).toHaveBeenCalledTimes(1);

  vi.advanceTimersByTime(2_000);
  expect(run).toHaveBeenCalledTimes(2);
});

test("nothing runs in an interval in which nobody asked", () => {
  const run = vi.fn();
  throttle(run, 2_000).ask();

  vi.advanceTimersByTime(60_000);

  expect(run).toHaveBeenCalledTimes(1);
});

test("after cancel, what was still to come does not run", () => {
  const run = vi.fn();
  const { ask, cancel } = throttle(run, 2_000);
  ask();
  ask();

  cancel();
  vi.advanceTimersByTime(60_000);

  expect(run).toHaveBeenCalledTimes(1);
});
