import fc from "fast-check";
import { expect, test } from "vitest";
import { crowdedOut, mostOfKey } from "./key-share.ts";
import type { LabelSource } from "./label-source.ts";

const many = (calls: number, by: LabelSource) => Array.from({ length: calls }, () => ({ by }));
const own: LabelSource = { kind: "people", key: "one" };

test("a key has a twentieth of what is learned from, and what nobody could decide is not", () => {
  const labels = [...many(400, { kind: "form" }), ...many(19, own)];
  const undecided = many(400, { kind: "undecided", judge: undefined });

  expect(crowdedOut(labels, own)).toBeUndefined();
  expect(crowdedOut([...labels, ...many(1, own)], own)).toBe(400);
  expect(crowdedOut([...undecided, ...labels, ...many(1, own)], own)).toBe(800);
});

test("of words by keys alone each key counts for a twentieth of the others', or for ten words", () => {
  expect(mostOfKey([500])).toBe(10);
  expect(mostOfKey([500, 500])).toBe(10);
  expect(mostOfKey([500, ...Array.from({ length: 20 }, () => 25)])).toBe(25);
  expect(mostOfKey(Array.from({ length: 40 }, () => 12))).toBe(12);

  fc.assert(
    fc.property(fc.array(fc.nat(500), { minLength: 1, maxLength: 60 }), (counts) => {
      const most = mostOfKey(counts);
      const total = counts.reduce((sum, count) => sum + Math.min(count, most), 0);
      for (const count of counts) {
        const own = Math.min(count, most);
        expect(own <= 10 || 20 * own <= total - own).toBe(true);
      }
      // Who says more takes nothing from others.
      expect(mostOfKey([...counts, 500])).toBeGreaterThanOrEqual(most);
    }),
  );
});
