import { picodollars } from "@headgate/money";
import fc from "fast-check";
import { expect, test } from "vitest";
import { uniformAt } from "./hashing.ts";
import { boundsOfPool, pruneModels, qualityBounds } from "./prune.ts";

type Told = Readonly<{ model: string; labels: number; mean: number; cost: bigint | undefined }>;
const record = (model: string, labels: number, mean: number, cost?: bigint): Told => ({
  model,
  labels,
  mean,
  cost,
});

function pruned(pool: readonly Told[], reference: string) {
  const bounds = boundsOfPool(
    pool.map(({ labels, mean }) => ({ labels, qualities: labels * mean })),
  );
  const records = pool.map(({ model, cost }, place) => ({
    model,
    cost: cost === undefined ? undefined : picodollars(cost),
    bounds: bounds[place] ?? { labels: 0, lower: 0, upper: 1 },
  }));
  const { left, dominated } = pruneModels(records, reference);
  return { left, dominated: dominated.map(({ one, by }) => ({ model: one.model, by: by.model })) };
}

test("a model is struck out by a better one that costs no more", () => {
  const pool = [
    record("reference", 300, 0.9, 9_000_000_000n),
    record("old", 300, 0.7, 12_000_000_000n),
    record("cheap", 300, 0.6, 100_000_000n),
  ];

  expect(pruned(pool, "reference")).toEqual({
    left: ["reference", "cheap"],
    dominated: [{ model: "old", by: "reference" }],
  });
});

test("a reference that is dominated is told and stays", () => {
  const pool = [record("reference", 300, 0.6, 10n), record("new", 300, 0.9, 1n)];

  expect(pruned(pool, "reference")).toMatchObject({
    left: ["reference", "new"],
    dominated: [{ model: "reference", by: "new" }],
  });
});

test("few labels, or a price that is not known, strike nobody out", () => {
  const few = [record("a", 5, 1, 1n), record("b", 5, 0.2, 10n)];
  const unpriced = [record("a", 300, 0.9), record("b", 300, 0.2, 10n)];

  expect(pruned(few, "b").dominated).toEqual([]);
  expect(pruned(unpriced, "b").dominated).toEqual([]);
  expect(pruned([record("a", 0, 0, 1n)], "a").left).toEqual(["a"]);
});

test("bounds are Jeffreys' interval", () => {
  // For 10 of 20: quantiles .025 and .975 of Beta(10.5, 10.5).
  const { lower, upper } = qualityBounds({ labels: 20, qualities: 10 }, 0.975);

  expect(lower).toBeCloseTo(1 - upper, 9);
  expect(lower).toBeCloseTo(0.2936, 3);
  expect(qualityBounds({ labels: 0, qualities: 0 }, 0.95)).toEqual({ lower: 0, upper: 1 });
});

test("bounds surround the mean, and more labels draw them closer where it is not at an end", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1, max: 2_000, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (labels, mean) => {
        const few = qualityBounds({ labels, qualities: labels * mean }, 0.95);
        const many = qualityBounds({ labels: 4 * labels, qualities: 4 * labels * mean }, 0.95);
        expect(few.lower).toBeLessThanOrEqual(mean + 1e-9);
        expect(few.upper).toBeGreaterThanOrEqual(mean - 1e-9);
        if (mean < 0.2 || mean > 0.8) return;
        expect(many.upper - many.lower).toBeLessThanOrEqual(few.upper - few.lower + 1e-9);
      },
    ),
  );
});

test("of models alike hardly one in a thousand pools loses one: simulated labels", () => {
  let struck = 0;
  for (let pool = 0; pool < 300; pool += 1) {
    const records = ["a", "b", "c"].map((model, at) => {
      let right = 0;
      for (let call = 0; call < 100; call += 1) {
        right += uniformAt(pool * 1_000 + call, at + 1) < 0.8 ? 1 : 0;
      }
      return record(model, 100, right / 100, BigInt(at + 1));
    });
    struck += pruned(records, "a").dominated.length;
  }

  expect(struck / 300).toBeLessThan(0.01);
});

test("whoever strikes out is left or is the reference's better, and costs no more", () => {
  const one = fc.record({
    labels: fc.integer({ min: 0, max: 500 }),
    mean: fc.double({ min: 0, max: 1, noNaN: true }),
    cost: fc.option(fc.bigInt({ min: 0n, max: 1_000n }), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(one, { minLength: 1, maxLength: 5 }), (some) => {
      const records = some.map(({ labels, mean, cost }, at) =>
        record(`m${at}`, labels, mean, cost),
      );
      const { left, dominated } = pruned(records, "m0");
      expect(left).toContain("m0");
      for (const { model, by } of dominated) {
        const costOf = (name: string) => records.find((it) => it.model === name)?.cost as bigint;
        expect(left).toContain(by);
        expect(costOf(by)).toBeLessThanOrEqual(costOf(model));
      }
    }),
  );
});
