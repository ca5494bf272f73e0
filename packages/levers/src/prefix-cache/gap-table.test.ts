import { expect, test } from "vitest";
import { endOfBinMs, GapTable } from "./gap-table.ts";

test("intervals that are still open count for as long as they have lasted", () => {
  const table = new GapTable();
  const enter = (): void => {
    for (let interval = 0; interval < 100; interval++) table.entered(0, 0);
  };

  enter();
  for (let used = 0; used < 10; used++) table.left(0, 0, 1_000, true);

  const early = table.chanceWithin(endOfBinMs(0), 1_000);
  const late = table.chanceWithin(endOfBinMs(0), 5_000);
  expect(late).toBeLessThan(early);
  expect(late).toBeGreaterThan(0.05);
  expect(late).toBeLessThan(0.15);
});

test("the first uses after a time that nobody has outlived yet do not make one certain", () => {
  const table = new GapTable();
  for (let interval = 0; interval < 100; interval++) {
    table.entered(1, 0);
  }
  for (let used = 0; used < 3; used++) table.left(1, 0, 5_500, true);

  expect(table.chanceWithin(endOfBinMs(1), 6_000)).toBeLessThan(0.5);
});

test("what no interval has told is not expected", () => {
  expect(new GapTable().chanceWithin(3_600_000, 1)).toBe(0);
});
