import { expect, test } from "vitest";
import { MissingModels } from "./missing-models.ts";

const MINUTE = 60_000;

test("a missing model is left alone for ten minutes, then for twenty, and up to a day", () => {
  const missing = new MissingModels();

  expect(missing.note("a/m", 0)).toBe(10 * MINUTE);
  expect(missing.isOut("a/m", 10 * MINUTE - 1)).toBe(true);
  expect(missing.isOut("a/m", 10 * MINUTE)).toBe(false);
  expect(missing.note("a/m", 10 * MINUTE)).toBe(30 * MINUTE);
  let atMs = 30 * MINUTE;
  for (let time = 0; time < 20; time += 1) atMs = missing.note("a/m", atMs) ?? Number.NaN;
  expect((missing.note("a/m", atMs) ?? 0) - atMs).toBe(24 * 60 * MINUTE);
});

test("what was under way when it was found missing is told once", () => {
  const missing = new MissingModels();

  missing.note("a/m", 0);

  expect(missing.note("a/m", 5)).toBeUndefined();
  expect(missing.found.get("a/m")).toBe(1);
});

test("an answer of it ends that, and others are not concerned", () => {
  const missing = new MissingModels();
  missing.note("a/m", 0);

  expect(missing.isOut("b/m", 1)).toBe(false);
  missing.answered("a/m");

  expect(missing.isOut("a/m", 1)).toBe(false);
  expect(missing.note("a/m", 2)).toBe(2 + 10 * MINUTE);
});
