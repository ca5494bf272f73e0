import fc from "fast-check";
import { expect, test } from "vitest";
import { editDistance, nearest } from "./nearest.ts";

const commands = ["start", "demo", "keys", "report", "prices", "doctor", "replay"];

test.each([
  ["strat", "start"],
  ["docter", "doctor"],
  ["reprot", "report"],
  ["price", "prices"],
  ["KEYS", "keys"],
])("%s probably means %s", (word, meant) => {
  expect(nearest(word, commands)).toBe(meant);
});

test.each(["xyzzy", "analyze", "q"])("nothing is near %s", (word) => {
  expect(nearest(word, commands)).toBeUndefined();
});

test("a short word is no mistyping of another when most letters differ", () => {
  expect(nearest("abc", ["ada", "o1"])).toBeUndefined();
  expect(nearest("arn:aws:bedrock:us-east-1:1:x/abc", ["ada", "babbage-002"])).toBeUndefined();
});

test("the edit distance is the same both ways, and nothing only for equal words", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (left, right) => {
      const distance = editDistance(left, right);
      expect(distance).toBe(editDistance(right, left));
      expect(distance === 0).toBe(left === right);
    }),
  );
});
