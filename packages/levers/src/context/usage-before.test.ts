import fc from "fast-check";
import { expect, test } from "vitest";
import { usageWithWholeHistory } from "./usage-before.ts";

const tokens = fc.integer({ min: 0, max: 100_000 });
const buckets = ["input", "cache_read", "cache_write_5m", "cache_write_1h", "cache_write"] as const;

test("without a cache, what was taken away is input", () => {
  expect(
    usageWithWholeHistory({ input: 100, output: 7 }, { removed: 50, fresh: 10, warm: true }),
  ).toEqual({ input: 150, output: 7 });
});

test("where a decision left nothing to read of a prompt that is kept unasked, a warm cache would have read", () => {
  const usage = { input: 50_000, cache_read: 0, output: 7 };
  const before = { removed: 50_000, fresh: 500, warm: true, brokenFrom: 1_024 };

  expect(usageWithWholeHistory(usage, before)).toEqual({
    input: 500,
    cache_read: 99_500,
    output: 7,
  });
  const plain = { ...usage, input: 100_000 };
  expect(usageWithWholeHistory(usage, { ...before, warm: false })).toEqual(plain);
  expect(usageWithWholeHistory(usage, { ...before, brokenFrom: undefined })).toEqual(plain);
  expect(usageWithWholeHistory(usage, { ...before, brokenFrom: 99_501 })).toEqual(plain);
});

test("where a decision broke a warm cache, all but the fresh tokens would have been read", () => {
  const usage = { input: 3, cache_read: 1_000, cache_write_5m: 4_000, output: 7 };

  expect(usageWithWholeHistory(usage, { removed: 6_000, fresh: 500, warm: true })).toEqual({
    input: 3,
    cache_read: 10_503,
    cache_write_5m: 497,
    output: 7,
  });
  expect(
    usageWithWholeHistory(
      { input: 4_000, cache_read: 1_024 },
      { removed: 6_000, fresh: 500, warm: true },
    ),
  ).toEqual({ input: 500, cache_read: 10_524 });
});

test("a cold cache would have had what it had: the rest is written", () => {
  const usage = { input: 3, cache_read: 0, cache_write_5m: 5_000, output: 7 };

  expect(usageWithWholeHistory(usage, { removed: 6_000, fresh: 500, warm: false })).toEqual({
    ...usage,
    cache_write_5m: 11_000,
  });
});

test("the prompt is longer by exactly what was taken away, and no bucket is below 0", () => {
  fc.assert(
    fc.property(
      fc.record(
        { input: tokens, cache_read: tokens, cache_write_5m: tokens, cache_write_1h: tokens },
        { requiredKeys: ["input"] },
      ),
      fc.record({
        removed: fc.integer({ min: -1_000, max: 100_000 }),
        fresh: tokens,
        warm: fc.boolean(),
        brokenFrom: fc.option(tokens, { nil: undefined }),
      }),
      (usage, before) => {
        const sum = (of: Readonly<Record<string, number | undefined>>): number =>
          buckets.reduce((total, bucket) => total + (of[bucket] ?? 0), 0);
        const made = usageWithWholeHistory(usage, before);
        if (made === undefined) {
          expect(sum(usage) + before.removed).toBeLessThan(1_000);
          return;
        }
        expect(sum(made)).toBe(sum(usage) + before.removed);
        for (const bucket of buckets) expect(made[bucket] ?? 0).toBeGreaterThanOrEqual(0);
      },
    ),
  );
});

test("usage that does not tell of the prompt says nothing of it without the lever", () => {
  expect(
    usageWithWholeHistory({ output: 7 }, { removed: 1, fresh: 1, warm: true }),
  ).toBeUndefined();
});
