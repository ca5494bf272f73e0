import fc from "fast-check";
import { expect, test } from "vitest";
import { ExpiringSet } from "./expiring-set.ts";
import { LruMap } from "./lru-map.ts";

test("a map holds no more than its capacity, and what was set last", () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(20), { minLength: 1 }),
      fc.integer({ min: 1, max: 5 }),
      (keys, capacity) => {
        const map = new LruMap<number, number>(capacity);
        for (const key of keys) map.set(key, key);

        const latest = [...new Set(keys.toReversed())];
        expect(map.size).toBe(Math.min(capacity, latest.length));
        for (const key of latest.slice(0, capacity)) expect(map.get(key)).toBe(key);
        for (const key of latest.slice(capacity)) expect(map.get(key)).toBeUndefined();
      },
    ),
  );
});

test("a set forgets a key when its time is up", () => {
  const set = new ExpiringSet(2);
  set.add(7, 100);

  expect([set.has(7, 99), set.has(7, 100), set.has(8, 0)]).toEqual([true, false, false]);
});
