import { expect, test } from "vitest";
import { whyTooOld } from "./open-postgres.ts";

test("a server that cannot end idle sessions by itself is refused by its version", () => {
  expect(whyTooOld(130_014)).toBe("it is PostgreSQL 13; Headgate takes 14 and newer");
  expect(whyTooOld(140_000)).toBeUndefined();
  expect(whyTooOld(170_002)).toBeUndefined();
});
