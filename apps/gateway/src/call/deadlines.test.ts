import { steadyMs } from "@headgate/budgets";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Deadlines } from "./deadlines.ts";

let deadlines: Deadlines;
beforeEach(() => {
  deadlines = new Deadlines(1);
});
afterEach(() => deadlines.close());

test("a deadline that has passed expires once; one that was removed or is still to come does not", async () => {
  const expired: string[] = [];
  const later = deadlines.add(steadyMs() + 3_600_000, () => expired.push("later"));
  const removed = deadlines.add(0, () => expired.push("removed"));
  deadlines.remove(removed);

  await new Promise<void>((resolve) => {
    deadlines.add(0, () => expired.push("first"));
    deadlines.add(0, () => resolve());
  });

  expect(expired).toEqual(["first"]);
  deadlines.remove(later);
  deadlines.expireAll();
  expect(expired).toEqual(["first"]);
});

test("a machine whose time is set forward makes nothing late", async () => {
  const expired: string[] = [];
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 400 * 86_400_000 });
  const later = deadlines.add(steadyMs() + 3_600_000, () => expired.push("later"));

  await new Promise<void>((resolve) => {
    deadlines.add(0, () => resolve());
  });
  vi.useRealTimers();

  expect(expired).toEqual([]);
  deadlines.remove(later);
});

test("whatever is added and removed in whatever order, just those that are left expire, each once", () => {
  const step = fc.record({ add: fc.boolean(), pick: fc.nat() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const own = new Deadlines(3_600_000);
      const waiting = new Map<number, ReturnType<Deadlines["add"]>>();
      const expired: number[] = [];
      for (const [number, { add, pick }] of steps.entries()) {
        const numbers = [...waiting.keys()];
        const chosen = numbers[pick % Math.max(1, numbers.length)];
        if (add || chosen === undefined) {
          waiting.set(
            number,
            own.add(number, () => expired.push(number)),
          );
          continue;
        }
        const deadline = waiting.get(chosen);
        if (deadline !== undefined) own.remove(deadline);
        if (deadline !== undefined) own.remove(deadline);
        waiting.delete(chosen);
      }

      own.expireAll();
      own.expireAll();
      own.close();

      expect(expired.sort((left, right) => left - right)).toEqual([...waiting.keys()]);
    }),
  );
});

test("what expires may remove another that is due: that one does not expire", () => {
  const expired: string[] = [];
  const second = (): void => void expired.push("second");
  const first = (): void => {
    expired.push("first");
    deadlines.remove(other);
  };
  deadlines.add(Number.MAX_SAFE_INTEGER, first);
  const other = deadlines.add(Number.MAX_SAFE_INTEGER, second);

  deadlines.expireAll();

  expect(expired).toEqual(["first"]);
});

test("once all have expired, each that is added later expires at once; one that is removed before does not", async () => {
  const own = new Deadlines(3_600_000);
  const expired: string[] = [];
  own.expireAll();

  const removed = own.add(Number.POSITIVE_INFINITY, () => expired.push("removed"));
  own.remove(removed);
  await new Promise<void>((resolve) => {
    own.add(Number.POSITIVE_INFINITY, resolve);
    expect(expired).toEqual([]);
  });
  own.close();

  expect(expired).toEqual([]);
});
