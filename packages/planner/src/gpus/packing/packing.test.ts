import fc from "fast-check";
import { expect, test } from "vitest";
import { firstFit } from "./first-fit.ts";
import { packFew } from "./pack-few.ts";
import { packModels } from "./pack-models.ts";
import { type Bin, carries, costOf, type Packable, taken, worthwhile } from "./packable.ts";

const bin = (sku: string, cost: number, memoryGib: number, capacity = 1): Bin => ({
  provider: "acme",
  sku,
  dollarsPerHour: String(cost),
  cost,
  memoryGib,
  capacity,
});
const model = (name: string, memoryGib: number, activity: number[]): Packable => ({
  name,
  memoryGib,
  activity: Float64Array.from(activity),
});
const small = bin("small", 1, 10);
const large = bin("large", 1.7, 24);
const pack = (models: Packable[], bins = [small, large], modelsAtMost = 20) =>
  packModels({ models, bins, modelsAtMost, seconds: 20 });

/** All packings, tried one after the other. */
function bruteForce(models: readonly Packable[], bins: readonly Bin[], modelsAtMost: number) {
  let best = Number.POSITIVE_INFINITY;
  const place = (index: number, groups: number[][]): void => {
    if (index === models.length) {
      const cost = groups.reduce((sum, group) => {
        const fitting = bins.filter(
          (kind) => group.length <= modelsAtMost && carries(kind, taken(models, group)),
        );
        return sum + Math.min(...fitting.map((kind) => kind.cost));
      }, 0);
      best = Math.min(best, cost);
      return;
    }
    for (const group of groups) {
      group.push(index);
      place(index + 1, groups);
      group.pop();
    }
    groups.push([index]);
    place(index + 1, groups);
    groups.pop();
  };
  place(0, []);
  return best;
}

test("models whose busy hours differ share a machine that their peaks together would not fit on", async () => {
  const day = model("day", 8, [0.8, 0.1]);
  const night = model("night", 8, [0.1, 0.8]);

  const packing = await pack([day, night]);

  expect(packing).toMatchObject({
    kind: "packed",
    proof: "optimal",
    packed: [{ bin: { sku: "large" }, models: [0, 1] }],
  });
  const atOnce = await pack([day, model("day too", 8, [0.8, 0.1])]);
  expect(atOnce.kind === "packed" && costOf(atOnce.packed)).toBe(2);
});

test("no more models share a machine than may", async () => {
  const models = ["a", "b", "c"].map((name) => model(name, 1, [0.01]));
  const two = await pack(models, [small], 2);
  const one = await pack(models, [small], 1);

  expect(two.kind === "packed" && two.packed).toHaveLength(2);
  expect(one.kind === "packed" && one.packed).toHaveLength(3);
});

test("a model that fits on no machine is told", async () => {
  expect(await pack([model("huge", 100, [0.1])])).toEqual({ kind: "nothing_fits" });
});

test("what is found is what trying all packings finds, and first fit nothing better", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          memory: fc.integer({ min: 1, max: 20 }),
          hours: fc.array(fc.integer({ min: 0, max: 80 }), { minLength: 3, maxLength: 3 }),
        }),
        { minLength: 1, maxLength: 5 },
      ),
      fc.integer({ min: 1, max: 4 }),
      async (drawn, modelsAtMost) => {
        const models = drawn.map(({ memory, hours }, index) =>
          model(
            String(index),
            memory,
            hours.map((value) => value / 100),
          ),
        );
        const best = bruteForce(models, [small, large], modelsAtMost);
        const packing = await pack(models, [small, large], modelsAtMost);
        const quick = firstFit(models, [small, large], modelsAtMost);
        if (packing.kind !== "packed" || quick === undefined)
          throw new Error("every drawn model fits");

        expect(costOf(packing.packed)).toBeCloseTo(best, 6);
        expect(costOf(quick)).toBeGreaterThanOrEqual(best - 1e-9);
        expect(
          packing.packed.flatMap(({ models: of }) => of).sort((one, other) => one - other),
        ).toEqual(models.map((_, i) => i));
      },
    ),
    { numRuns: 60 },
  );
});

test("a machine that another outdoes for less is not looked at", () => {
  const worse = bin("worse", 2, 8);
  expect(worthwhile([small, worse, large]).map(({ sku }) => sku)).toEqual(["small", "large"]);
  expect(worthwhile([small, { ...small, sku: "twin" }])).toHaveLength(1);
});

/** Models whose busy hours differ, drawn once; constructed. */
const drawn = (count: number): Packable[] =>
  Array.from({ length: count }, (_, index) =>
    model(String(index), 3 + ((index * 7) % 5), [
      ((index * 13) % 29) / 60,
      ((index * 17) % 31) / 60,
      ((index * 5) % 23) / 60,
    ]),
  );

test("the program over hours that it adds as they are broken finds what all sets find", async () => {
  const many = drawn(16);
  const bySets = packFew(many, [small, large], 6);
  const byProgram = await packModels({
    models: many,
    bins: [small, large],
    modelsAtMost: 6,
    seconds: 6,
  });

  if (bySets === undefined || byProgram.kind !== "packed") throw new Error("all fit");
  expect(costOf(byProgram.packed)).toBeGreaterThanOrEqual(costOf(bySets) - 1e-6);
  if (byProgram.proof === "optimal")
    expect(costOf(byProgram.packed)).toBeCloseTo(costOf(bySets), 3);
});

test("out of time there is still a packing, called first fit's", async () => {
  const packing = await packModels({
    models: drawn(30),
    bins: [small, large],
    modelsAtMost: 6,
    seconds: 0.001,
  });

  if (packing.kind !== "packed") throw new Error("all fit");
  expect(["first_fit", "bounded"]).toContain(packing.proof);
  expect(packing.gap === null || packing.gap < 0.5).toBe(true);
});
