import fc from "fast-check";
import { expect, test } from "vitest";
import { packSplices, unpackSplices } from "./pack-splices.ts";
import { applySplices, type Splice } from "./splice.ts";

/** Splices in their order, with texts of any units. */
const splices = fc
  .array(fc.tuple(fc.nat(300_000), fc.nat(300), fc.string({ unit: "binary" })), { maxLength: 20 })
  .map((gaps) => {
    let read = 0;
    return gaps.map(([gap, length, text]): Splice => {
      const start = read + gap;
      read = start + length;
      return { start, end: read, text };
    });
  });

test("packed splices come back as they were", () => {
  fc.assert(
    fc.property(splices, (some) => {
      expect(unpackSplices(packSplices(some))).toEqual(some);
    }),
  );
  const odd = [{ start: 0, end: 0, text: "\ud800 lone, and é" }];
  expect(unpackSplices(packSplices(odd))).toEqual(odd);
});

test("what undoes the white space of a large JSON takes little more than that white space", () => {
  const pretty = JSON.stringify(
    Array.from({ length: 2_000 }, (_, id) => ({ id, name: `thing ${id}` })),
    null,
    2,
  );
  const found = [...pretty.matchAll(/\s+/g)].map(({ 0: space, index }) => ({
    ...{ start: index, end: index + space.length },
    text: "",
  }));

  const { bytes } = packSplices(applySplices(pretty, found).undo);

  const removed = found.reduce((sum, { start, end }) => sum + end - start, 0);
  expect(bytes.length).toBeLessThan(removed + found.length * 4);
});
