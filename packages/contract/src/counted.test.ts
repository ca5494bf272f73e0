import { expect, test } from "vitest";
import { counted } from "./counted.ts";

test("one is told in the singular, none and many in the plural", () => {
  expect(counted(1, "attempt")).toBe("1 attempt");
  expect(counted(0, "attempt")).toBe("0 attempts");
  expect(counted(12_345, "row")).toBe("12,345 rows");
});

test("a noun with its verb has both forms", () => {
  expect(counted(1, "reply is", "replies are")).toBe("1 reply is");
  expect(counted(2, "reply is", "replies are")).toBe("2 replies are");
});
