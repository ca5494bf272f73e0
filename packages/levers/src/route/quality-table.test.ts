import { expect, test } from "vitest";
import { emptyTable, labelsOf, noteQualities, shrunkMean } from "./quality-table.ts";

const noted = (qualities: readonly number[], kept: number) => {
  const table = emptyTable(1);
  for (const quality of qualities) {
    noteQualities(table, "task", { qualities: Float64Array.of(quality), kept });
  }
  return table;
};

test("a mean is drawn towards what is expected by so many pseudo-labels", () => {
  const table = noted([1, 1, 1, 0, 1], 1);

  // (4 + 20 × .5) / 25.
  expect(shrunkMean(table, "task", { model: 0, expected: 0.5, pseudoLabels: 20 })).toBeCloseTo(
    0.56,
    12,
  );
  expect(shrunkMean(table, "other", { model: 0, expected: 0.5, pseudoLabels: 20 })).toBe(0.5);
});

test("what is old counts less: at a half kept, three labels count 1.75", () => {
  const table = noted([0, 0, 1], 0.5);

  expect(labelsOf(table, "task", 0)).toBe(1.75);
  expect(shrunkMean(table, "task", { model: 0, expected: 0, pseudoLabels: 0 })).toBeCloseTo(
    1 / 1.75,
    12,
  );
});

test("a model that was not tried gets no label", () => {
  const table = emptyTable(2);
  noteQualities(table, "task", { qualities: Float64Array.of(1, Number.NaN), kept: 0.9 });

  expect(labelsOf(table, "task", 1)).toBe(0);
  expect(shrunkMean(table, "task", { model: 1, expected: 0.3, pseudoLabels: 25 })).toBe(0.3);
});
