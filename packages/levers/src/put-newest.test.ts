import { expect, test } from "vitest";
import { putNewest } from "./put-newest.ts";

test("the entry that was put in longest ago goes first, however often it was put in before", () => {
  const map = new Map<string, number>();

  for (const [index, key] of ["a", "b", "a", "c"].entries()) putNewest(map, key, index, 2);

  expect([...map]).toEqual([
    ["a", 2],
    ["c", 3],
  ]);
});
