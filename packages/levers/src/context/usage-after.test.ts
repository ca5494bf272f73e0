import fc from "fast-check";
import { expect, test } from "vitest";
import { usageWithShorterHistory } from "./usage-after.ts";
import { usageWithWholeHistory } from "./usage-before.ts";

const tokens = fc.nat({ max: 100_000 });

test("what the lever says a request would have used with its whole history leads back", () => {
  const usages = fc.record({
    input: tokens,
    output: tokens,
    cache_read: tokens,
    cache_write_5m: tokens,
  });
  fc.assert(
    fc.property(usages, fc.nat({ max: 100_000 }), (usage, wanted) => {
      // Where nothing would be read any more, the provider would seem to have no cache.
      const removed = wanted % Math.max(1, usage.cache_read);
      const shorter = usageWithShorterHistory(usage, { removed, rewritten: 0 });
      const fresh = usage.input + usage.cache_write_5m;

      expect(shorter && usageWithWholeHistory(shorter, { removed, fresh, warm: true })).toEqual(
        usage,
      );
    }),
  );
});

test("what is read no more is written, or plain input where nothing is written", () => {
  const warm = { input: 10, cache_read: 900, cache_write_5m: 90 };
  expect(usageWithShorterHistory(warm, { removed: 300, rewritten: 400 })).toEqual({
    input: 10,
    cache_read: 200,
    cache_write_5m: 490,
  });
  expect(usageWithShorterHistory({ input: 1_000 }, { removed: 300, rewritten: 400 })).toEqual({
    input: 700,
  });
});

test("more than there is cannot go, and what is not told is not known", () => {
  expect(usageWithShorterHistory({ input: 10 }, { removed: 11, rewritten: 0 })).toBeUndefined();
  expect(usageWithShorterHistory({ output: 10 }, { removed: 1, rewritten: 0 })).toBeUndefined();
});
