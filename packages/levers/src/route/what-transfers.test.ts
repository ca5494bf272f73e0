import fc from "fast-check";
import { expect, test } from "vitest";
import { uniformAt } from "./hashing.ts";
import { type SaidOfOthers, transferringWeights } from "./what-transfers.ts";

const GROUPS = 20;
const EACH = 15;
const rows = Array.from({ length: GROUPS * EACH }, (_, row) => row);
const noise = (row: number, seed: number): number => uniformAt(row, seed) - 0.5;
const pair = (difference: number): Float64Array => Float64Array.of(difference / 2, -difference / 2);

/** Constructed: two models, whose difference on a row is what the test says of it, with noise. */
function constructed(
  truth: (row: number) => number,
  parts: readonly ((row: number) => number)[],
): SaidOfOthers {
  return {
    predictions: parts.map((part) => rows.map((row) => pair(part(row)))),
    targets: rows.map((row) => pair(truth(row) + 0.2 * noise(row, 1))),
    groups: rows.map((row) => String(row % GROUPS)),
    folds: rows.map((row) => (row % GROUPS) % 5),
  };
}

test("a part that tells groups it was not fitted on has a say, and one that does not has none", () => {
  const truth = (row: number): number => noise(row, 2);
  const said = constructed(truth, [truth, (row) => noise(row % GROUPS, 3)]);

  const weights = transferringWeights(said, [[1], [0]]);

  expect(weights[0]).toBeGreaterThan(0.5);
  expect(weights[1]).toBe(0);
});

test("where a part is right in some groups and wrong in as many, the means alone speak", () => {
  const isRight = (row: number): boolean => (row % GROUPS) % 2 === 0;
  const said = constructed(
    (row) => noise(row, 2),
    [() => 0, (row) => (isRight(row) ? noise(row, 2) : -noise(row, 2))],
  );

  expect(transferringWeights(said, [[0], [0, 1]])).toEqual(new Float64Array(2));
});

test("what noise says of the models is hardly ever believed", () => {
  const believed = Array.from({ length: 60 }, (_, run) => {
    const said = constructed(() => 0, [() => 0, (row) => noise(row, 100 + run)]);
    return (transferringWeights(said, [[0], [1]])[1] as number) > 0;
  });

  expect(believed.filter(Boolean).length).toBeLessThan(15);
});

test("a further blend has to add more than its error to what the plainest gains", () => {
  const truth = (row: number): number => noise(row, 2);
  const other = (row: number): number => noise(row, 3);
  const both = (row: number): number => truth(row) + other(row);

  const onlyFirst = transferringWeights(constructed(truth, [truth, other]), [[0], [0, 1]]);
  expect(onlyFirst[0]).toBeGreaterThan(0.5);
  expect(onlyFirst[1]).toBeLessThan(0.05);
  const second = transferringWeights(constructed(both, [truth, other]), [[0], [0, 1]]);
  expect(second.every((weight) => weight > 0.5)).toBe(true);
});

test("what a blend says grows with how surely it gains, and is never turned on at once", () => {
  const weights = Array.from({ length: 41 }, (_, step) => {
    const right = step / 40;
    const truth = (row: number): number => noise(row, 2);
    const part = (row: number): number => right * truth(row) + (1 - right) * noise(row, 4);
    return transferringWeights(constructed(truth, [part]), [[0]])[0] as number;
  });

  expect(weights[0]).toBeLessThan(0.1);
  expect(weights[40]).toBeGreaterThan(0.5);
  const jumps = weights
    .slice(1)
    .map((weight, step) => Math.abs(weight - (weights[step] as number)));
  expect(Math.max(...jumps)).toBeLessThan(0.1);
});

test("weights are at least 0, and all 0 where there is one group, or one model was tried", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), (seed) => {
      const said = constructed(
        (row) => noise(row, seed),
        [(row) => noise(row, seed + 1), (row) => noise(row, seed) + noise(row, seed + 2)],
      );
      const weights = transferringWeights(said, [[0], [0, 1]]);
      expect(weights.every((weight) => weight >= 0)).toBe(true);
      const alone = { ...said, groups: said.groups.map(() => "one"), folds: rows.map(() => 0) };
      expect(transferringWeights(alone, [[0, 1]])).toEqual(new Float64Array(2));
      const targets = said.targets.map(([first = 0]) => Float64Array.of(first, Number.NaN));
      expect(transferringWeights({ ...said, targets }, [[0, 1]])).toEqual(new Float64Array(2));
    }),
    { numRuns: 20 },
  );
});
