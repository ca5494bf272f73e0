import { expect, test } from "vitest";
import { CLIENT_CALL_ID, callIdOf, newCallId } from "./ids.ts";

test("call ids differ, are valid as client ids, and sort by the time they were made", async () => {
  const earlier = Array.from({ length: 1000 }, newCallId);
  const before = Date.now();
  while (Date.now() === before) await Promise.resolve();
  const later = newCallId();

  expect(new Set(earlier).size).toBe(1000);
  expect(earlier.every((id) => CLIENT_CALL_ID.test(id) && id < later)).toBe(true);
});

test("the call id of a thing is always the same, and another thing's is another", () => {
  const seeds = Array.from({ length: 256 }, (_, byte) => new Uint8Array(16).fill(byte));
  const ids = seeds.map((seed) => callIdOf(1_000, seed));

  expect(seeds.map((seed) => callIdOf(1_000, seed))).toEqual(ids);
  expect(new Set(ids).size).toBe(256);
  expect(ids.every((id) => CLIENT_CALL_ID.test(id) && id < newCallId())).toBe(true);
});
