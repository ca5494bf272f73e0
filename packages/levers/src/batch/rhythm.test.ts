import fc from "fast-check";
import { expect, test } from "vitest";
import { rhythmOf } from "./rhythm.ts";

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
/** So many calls, one a second, from a moment on. */
const burst = (atMs: number, calls = 30) =>
  Array.from({ length: calls }, (_, index) => atMs + index * 1_000);

test("bursts at the same hour of several days are regular, over midnight too", () => {
  const nightly = [0, 1, 2, 3].flatMap((day) => burst(day * DAY + (day % 2) * 40 * MINUTE));
  expect(rhythmOf(nightly, 4 * DAY)).toEqual({
    ...{ bursts: 4, calls: 120, bursty: true, regular: true },
  });
  const aroundMidnight = [DAY - 20 * MINUTE, DAY + DAY + 10 * MINUTE, 3 * DAY - 5 * MINUTE];
  expect(
    rhythmOf(
      aroundMidnight.flatMap((at) => burst(at)),
      4 * DAY,
    ).regular,
  ).toBe(true);
});

test("two bursts, or bursts at any time, are not regular", () => {
  expect(
    rhythmOf(
      [0, DAY].flatMap((at) => burst(at)),
      2 * DAY,
    ).regular,
  ).toBe(false);
  const anyTime = [0, DAY + 7 * HOUR, 2 * DAY + 15 * HOUR].flatMap((at) => burst(at));
  expect(rhythmOf(anyTime, 3 * DAY)).toMatchObject({ bursty: true, regular: false });
});

test("calls that come all along are no bursts, however many", () => {
  const steady = Array.from({ length: 600 }, (_, index) => index * 10 * MINUTE);
  expect(rhythmOf(steady, 5 * DAY)).toMatchObject({ bursts: 0, bursty: false });
  const withoutPause = Array.from({ length: 3_000 }, (_, index) => index * 2 * MINUTE);
  expect(rhythmOf(withoutPause, 4 * DAY)).toMatchObject({ bursts: 1, bursty: false });
  expect(rhythmOf([], DAY)).toMatchObject({ bursts: 0, calls: 0, bursty: false, regular: false });
});

test("no call is in two bursts", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(4 * DAY), { maxLength: 300 }), (times) => {
      const { calls } = rhythmOf(
        times.toSorted((one, other) => one - other),
        4 * DAY,
      );
      expect(calls).toBeLessThanOrEqual(times.length);
    }),
  );
});
