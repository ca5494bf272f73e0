import { expect, test } from "vitest";
import { putNewest, putUsed } from "./put-newest.ts";

test("the entry that was put in longest ago goes first, however often it was put in before", () => {
  const map = new Map<string, number>();

  for (const [index, key] of ["a", "b", "a", "c"].entries()) putNewest(map, key, index, 2);

  expect([...map]).toEqual([
    ["a", 2],
    ["c", 3],
  ]);
});

test("what is used stays in a map that fills up, and what is not used goes first", () => {
  const map = new Map<string, number>();
  putUsed(map, "used", 0, 10);
  for (let index = 1; index < 100; index++) {
    putUsed(map, `once ${index}`, index, 10);
    putUsed(map, "used", index, 10);
  }

  expect(map.size).toBe(10);
  expect(map.get("used")).toBe(99);
  expect(map.get("once 99")).toBe(99);
  expect(map.has("once 90")).toBe(false);
});
