import fc from "fast-check";
import { expect, test } from "vitest";
import { wordsOf } from "./words-of.ts";

test("words are runs of letters with their marks, whatever way finds them", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary-ascii" }),
    fc.string({ unit: "grapheme" }),
    // The sign of the kelvin is an ASCII letter in lower case; the I with a dot is a letter and a mark.
    fc.string({
      unit: fc.constantFrom("a", "Z", "7", "_", " ", "\u212a", "\u0130", "\u0301", "é"),
    }),
  );
  fc.assert(
    fc.property(text, (written) => {
      expect(wordsOf(written)).toEqual(written.toLowerCase().match(/\p{L}[\p{L}\p{M}]*/gu) ?? []);
    }),
    { numRuns: 500 },
  );
});
