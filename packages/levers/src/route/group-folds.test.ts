import fc from "fast-check";
import { expect, test } from "vitest";
import { foldsOfGroups } from "./group-folds.ts";

const sizes = fc.uniqueArray(fc.tuple(fc.string(), fc.integer({ min: 1, max: 60 })), {
  selector: ([name]) => name,
  minLength: 2,
  maxLength: 30,
});

test("a group is in one fold, no fold is empty, and none holds more than another by more than its smallest group", () => {
  fc.assert(
    fc.property(sizes, (groups) => {
      const rows = groups.flatMap(([name, size]) => Array.from({ length: size }, () => name));
      const folds = foldsOfGroups(rows);

      const foldOf = new Map(rows.map((name, row) => [name, folds[row]]));
      expect(rows.map((name) => foldOf.get(name))).toEqual(folds);
      const used = [...new Set(folds)];
      expect(used).toHaveLength(Math.min(10, groups.length));
      const held = used.map((fold) => folds.filter((one) => one === fold).length);
      for (const [place, fold] of used.entries()) {
        const least = Math.min(
          ...groups.flatMap(([n, size]) => (foldOf.get(n) === fold ? [size] : [])),
        );
        expect((held[place] as number) - Math.min(...held)).toBeLessThanOrEqual(least);
      }
    }),
  );
});

test("the order of the rows decides nothing", () => {
  const rows = ["law", "law", "sums", "sums", "letters", "law"];
  const back = foldsOfGroups([...rows].reverse());

  expect([...back].reverse()).toEqual(foldsOfGroups(rows));
});
