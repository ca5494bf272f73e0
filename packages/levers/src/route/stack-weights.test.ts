import { expect, test } from "vitest";
import { uniformAt } from "./hashing.ts";
import { stackWeights } from "./stack-weights.ts";

const rows = Array.from({ length: 400 }, (_, row) => row);
const targets = rows.map((row) =>
  Float64Array.of(uniformAt(row, 1) - 0.5, uniformAt(row, 2) - 0.5),
);
const noise = rows.map((row) => Float64Array.of(uniformAt(row, 3) - 0.5, uniformAt(row, 4) - 0.5));
const equal = Float64Array.of(0.5, 0.5);

test("a part that tells the difference counts, one that tells nothing hardly does, one that errs never", () => {
  const against = targets.map((row) => row.map((value) => -value));
  const [telling, nothing] = stackWeights([targets, noise], targets, equal);
  const [, wrong] = stackWeights([targets, against], targets, Float64Array.of(1, 0));

  expect(telling).toBeGreaterThan(0.7);
  expect(nothing).toBeLessThan(0.3);
  expect(wrong).toBeLessThan(1e-9);
});

test("what is the same for both models decides nothing, and without two models tried the prior stays", () => {
  const shifted = targets.map((row) => row.map((value) => value + 100));
  const alone = targets.map(([first]) => Float64Array.of(first as number, Number.NaN));

  expect(stackWeights([shifted, noise], targets, equal)[0]).toBeCloseTo(
    stackWeights([targets, noise], targets, equal)[0] as number,
    6,
  );
  expect(stackWeights([targets, noise], alone, equal)).toEqual(equal);
});
