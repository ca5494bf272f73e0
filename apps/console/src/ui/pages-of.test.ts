import { expect, test } from "vitest";
import { pagesOf } from "./pages-of.ts";

test("the first page has none before it and the last none after it", () => {
  expect(pagesOf(0, 50, 120, 50)).toEqual({
    words: "1–50 of 120",
    previous: undefined,
    next: 50,
  });
  expect(pagesOf(100, 20, 120, 50)).toEqual({
    words: "101–120 of 120",
    previous: 50,
    next: undefined,
  });
});

test("a list is not paged further than the API goes", () => {
  expect(pagesOf(100_000, 50, 1_000_000, 50).next).toBeUndefined();
});
