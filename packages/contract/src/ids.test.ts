import { expect, test } from "vitest";
import { CLIENT_CALL_ID, newCallId } from "./ids.ts";

test("call ids differ, are valid as client ids, and sort by the time they were made", async () => {
  const earlier = Array.from({ length: 1000 }, newCallId);
  const before = Date.now();
  while (Date.now() === before) await Promise.resolve();
  const later = newCallId();

  expect(new Set(earlier).size).toBe(1000);
  expect(earlier.every((id) => CLIENT_CALL_ID.test(id) && id < later)).toBe(true);
});
