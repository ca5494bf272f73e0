import { leverNames } from "@headgate/contract";
import { picodollars, sum, ZERO } from "@headgate/money";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Step, splitSavings } from "./split-savings.ts";

const amount = fc.bigInt({ min: 0n, max: 10n ** 24n }).map(picodollars);
const step = fc.record({ lever: fc.constantFrom(...leverNames), costAfter: amount });

test("the savings of any sequence of levers add up to baseline − effective, to the picodollar", () => {
  fc.assert(
    fc.property(amount, fc.array(step, { minLength: 1, maxLength: 12 }), (baseline, steps) => {
      const savings = splitSavings(baseline, steps);
      const effective = steps.at(-1)?.costAfter ?? baseline;

      expect(savings.map(({ lever }) => lever)).toEqual(steps.map(({ lever }) => lever));
      expect(sum(savings.map(({ amount: saved }) => saved ?? ZERO))).toBe(baseline - effective);
    }),
  );
});

test("a lever that makes a call dearer has a negative saving", () => {
  const steps: Step[] = [
    { lever: "exact-cache", costAfter: picodollars(70n) },
    { lever: "exact-cache", costAfter: picodollars(90n) },
  ];

  expect(splitSavings(picodollars(100n), steps).map(({ amount: saved }) => saved)).toEqual([
    30n,
    -20n,
  ]);
});

test("a saving beside a cost that nobody knows is not known, and the others are", () => {
  const steps: Step[] = [
    { lever: "exact-cache", costAfter: picodollars(70n) },
    { lever: "exact-cache", costAfter: undefined },
    { lever: "exact-cache", costAfter: picodollars(10n) },
    { lever: "exact-cache", costAfter: picodollars(4n) },
  ];

  expect(splitSavings(picodollars(100n), steps).map(({ amount: saved }) => saved)).toEqual([
    30n,
    undefined,
    undefined,
    6n,
  ]);
  expect(splitSavings(undefined, steps.slice(0, 1))[0]?.amount).toBeUndefined();
});
