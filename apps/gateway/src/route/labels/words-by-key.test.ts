import { expect, test } from "vitest";
import { areOfOneKey, UNKNOWN_KEY, withNewest, wordsThatCount } from "./words-by-key.ts";

const words = (key: string, count: number) =>
  Array.from({ length: count }, (_, number) => ({ key, number }));
const keys = Array.from({ length: 20 }, (_, number) => `key ${number}`);

test("of a key that said most its newest words count, as many as its share is, and all of the others", () => {
  const honest = keys.flatMap((key) => words(key, 25));

  const counting = wordsThatCount([...words("loud", 400), ...honest]);

  expect(counting).toEqual([...words("loud", 400).slice(-25), ...honest]);
});

test("what does not fit any more is of the key that said most, and before that of nobody known", () => {
  let kept: readonly { key: string; number: number }[] = words(UNKNOWN_KEY, 20);
  for (const word of keys.slice(0, 4).flatMap((key) => words(key, 25))) {
    kept = withNewest(kept, word, 100);
  }
  expect(kept.filter(({ key }) => key === UNKNOWN_KEY)).toHaveLength(0);

  for (const word of words("loud", 500)) kept = withNewest(kept, word, 100);

  expect(kept).toHaveLength(100);
  expect(kept.filter(({ key }) => key === "loud")).toEqual(words("loud", 500).slice(-20));
  expect(kept.filter(({ key }) => key === "key 0")).toEqual(words("key 0", 25).slice(-20));
});

test("words of nobody known are of a key of their own", () => {
  expect(areOfOneKey(words("one", 3))).toBe(true);
  expect(areOfOneKey(words(UNKNOWN_KEY, 3))).toBe(true);
  expect(areOfOneKey([...words("one", 3), ...words(UNKNOWN_KEY, 1)])).toBe(false);
});
