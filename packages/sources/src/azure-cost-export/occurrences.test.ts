import { hash } from "node:crypto";
import { expect, test } from "vitest";
import { Occurrences } from "./occurrences.ts";

const digest = (text: string): string => hash("sha256", text, "hex").slice(0, 32);

test("rows that are alike are told apart whatever stands between them, however many rows there are", () => {
  const occurrences = new Occurrences();
  const numbers = Array.from({ length: 600_000 }, (_, row) => row);

  expect(numbers.every((row) => occurrences.next(digest(`${row}`)).occurrence === 1)).toBe(true);
  expect(occurrences.next(digest("599999"))).toEqual({ occurrence: 2, isForgotten: false });
  expect(occurrences.next(digest("0"))).toEqual({ occurrence: 2, isForgotten: false });
  expect(occurrences.next(digest("0")).occurrence).toBe(3);
});

test("beyond what is remembered, rows that are alike are one, and that is told", () => {
  const occurrences = new Occurrences(2);
  for (const row of ["a", "b"]) occurrences.next(digest(row));

  expect(occurrences.next(digest("c"))).toEqual({ occurrence: 1, isForgotten: true });
  expect(occurrences.next(digest("c"))).toEqual({ occurrence: 1, isForgotten: true });
  expect(occurrences.next(digest("a"))).toEqual({ occurrence: 2, isForgotten: false });
});
