import fc from "fast-check";
import { expect, test } from "vitest";
import { breakEven, chooseBesideReference, chooseModel, undominated } from "./choose-model.ts";

const strong = { model: "strong", cost: 10, quality: 0.9 };
const middle = { model: "middle", cost: 3, quality: 0.8 };
const weak = { model: "weak", cost: 1, quality: 0.5 };
const pool = [strong, middle, weak];

test.each([
  [0, "strong"],
  [0.01, "strong"],
  [0.05, "middle"],
  [0.2, "weak"],
])("with λ = %d the %s model is chosen", (lambda, model) => {
  expect(chooseModel(pool, lambda)?.model).toBe(model);
});

test("no candidate, no choice; of equal ones the cheaper", () => {
  expect(chooseModel([], 1)).toBeUndefined();
  expect(chooseModel([{ ...strong, quality: 0.5 }, weak], 0)?.model).toBe("weak");
});

test("a model is struck out only where a cheaper one is better by bounds", () => {
  const bounds = [
    { model: "dear", cost: 10, lower: 0.5, upper: 0.7 },
    { model: "surely better", cost: 2, lower: 0.75, upper: 0.9 },
    { model: "perhaps better", cost: 1, lower: 0.6, upper: 0.95 },
  ];

  expect(undominated(bounds).map(({ model }) => model)).toEqual([
    "surely better",
    "perhaps better",
  ]);
  expect(undominated(bounds.filter(({ model }) => model !== "surely better"))).toHaveLength(2);
});

test("a cheaper model is taken from its break-even on, never a dearer one", () => {
  expect(breakEven(middle, strong)).toBeCloseTo(0.1 / 7, 12);
  expect(chooseBesideReference(pool, { reference: strong, lambda: 0.1 / 7 + 1e-9 })).toBe(middle);
  expect(chooseBesideReference(pool, { reference: strong, lambda: 0.1 / 7 - 1e-9 })).toBe(strong);
  expect(chooseBesideReference(pool, { reference: weak, lambda: 5 })).toBe(weak);
});

const candidate = fc.record({
  model: fc.string(),
  cost: fc.double({ min: 0.1, max: 10, noNaN: true }),
  quality: fc.double({ min: 0, max: 1, noNaN: true }),
});

test("a larger λ never chooses a dearer model", () => {
  fc.assert(
    fc.property(
      fc.array(candidate, { minLength: 1, maxLength: 5 }),
      fc.double({ min: -2, max: 2, noNaN: true }),
      fc.double({ min: 0.001, max: 2, noNaN: true }),
      (candidates, lambda, more) => {
        const [reference] = candidates as [(typeof candidates)[number]];
        const cautious = chooseBesideReference(candidates, { reference, lambda });
        const bold = chooseBesideReference(candidates, { reference, lambda: lambda + more });
        expect(bold.cost).toBeLessThanOrEqual(cautious.cost + 1e-9);
      },
    ),
  );
});
