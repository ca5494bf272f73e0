import fc from "fast-check";
import { expect, test } from "vitest";
import { demandOutlook } from "../demand/demand-outlook.ts";
import { samplePaths } from "../demand/sample-paths.ts";
import { daysOf, weeksOf } from "../demand/weeks-of-trace.ts";
import { solveProgram } from "../solver/solve-program.ts";
import { HOURS_PER_MONTH } from "../statistics/month.ts";
import { constructedDemand, demandShapes } from "./constructed-demand.fixture.ts";

import { type Future, futureOnDemand, futureOverflow } from "./future.ts";
import { planTogether } from "./plan-together.ts";
import { type PlannedFutures, planFutures } from "./planned-futures.ts";
import type { UnitOffer } from "./unit-offer.ts";

const solve = (program: string) => solveProgram(program, 20);
/** Each program starts a thread that loads the solver. */
const PATIENCE = { timeout: 300_000 };

const plan = (name: string, terms: Partial<UnitOffer>): UnitOffer => ({
  name,
  kind: "savings_plan",
  part: null,
  unit: "unit",
  absorbs: { by: "dollars", everyMs: 3_600_000 },
  capacityPerHour: 1_000_000,
  microdollarsPerHour: 700_000,
  termMonths: 3,
  minimum: 1,
  increment: 1,
  maximum: 8,
  overflow: { kind: "on_demand" },
  purchase: null,
  notes: [],
  ...terms,
});

function futuresFor(shape: (typeof demandShapes)[number], offers: readonly UnitOffer[]) {
  const trace = constructedDemand({ shape, days: 28, callsPerHour: 900, seed: 9 });
  const weeks = weeksOf(trace);
  const paths = samplePaths({
    outlook: demandOutlook(daysOf(trace)),
    scenario: { switches: [], growthPerMonth: { low: -0.1, estimate: 0, high: 0.15 } },
    months: 3,
    weeks: weeks.length,
    samples: 8,
    seed: 1,
  });
  return offers.map((offer) => planFutures(offer, { trace, weeks, paths, worthFallsPerYear: 0 }));
}

/** The least cost a month over every purchase that the offers and the budget allow. */
function bruteForce(offers: readonly PlannedFutures[], most: number): number {
  const [one, other] = offers as [PlannedFutures, PlannedFutures];
  const counts = ({ terms }: PlannedFutures): readonly number[] => [
    0,
    ...Array.from(
      { length: Math.max(0, Math.floor((terms.maximum - terms.minimum) / terms.increment) + 1) },
      (_, purchase) => terms.minimum + purchase * terms.increment,
    ),
  ];
  let least = Number.POSITIVE_INFINITY;
  for (const first of counts(one)) {
    for (const second of counts(other)) {
      const committed =
        HOURS_PER_MONTH *
        (first * one.offer.microdollarsPerHour + second * other.offer.microdollarsPerHour);
      if (committed > most) continue;
      const capacity = first * one.terms.capacity + second * other.terms.capacity;
      const overflow =
        (one.monthSteps *
          one.futures.reduce((sum, future) => sum + futureOverflow(future, capacity), 0)) /
        one.futures.length;
      least = Math.min(least, committed + overflow);
    }
  }
  return least;
}

const onDemandOf = ({ futures, monthSteps }: PlannedFutures): number =>
  (monthSteps * futures.reduce((sum, future: Future) => sum + futureOnDemand(future), 0)) /
  futures.length;

test(
  "two offers bought together cost no more than the best of all pairs, within a ten-thousandth",
  PATIENCE,
  async () => {
    const terms = fc.record({
      capacityPerHour: fc.integer({ min: 200_000, max: 2_000_000 }),
      price: fc.double({ min: 0.3, max: 1.1, noNaN: true }),
      minimum: fc.integer({ min: 1, max: 4 }),
      increment: fc.integer({ min: 1, max: 3 }),
    });
    const offerOf = (
      name: string,
      {
        price,
        ...rest
      }: { price: number; capacityPerHour: number; minimum: number; increment: number },
    ) => plan(name, { ...rest, microdollarsPerHour: price * rest.capacityPerHour });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...demandShapes),
        terms,
        terms,
        fc.integer({ min: 200, max: 4_000 }),
        async (shape, one, other, dollars) => {
          const offers = futuresFor(shape, [offerOf("one", one), offerOf("other", other)]);
          const most = dollars * 1e6;

          const found = await planTogether(offers, { most, required: new Map() }, solve);

          if (found.kind !== "planned") throw new TypeError(JSON.stringify(found));
          const least = bruteForce(offers, most);
          const saved = onDemandOf(offers[0] as PlannedFutures) - least;
          expect(Number(found.committed_per_month)).toBeLessThanOrEqual(dollars + 1e-6);
          expect(Math.abs(Number(found.saving_per_month.estimate) * 1e6 - saved)).toBeLessThan(
            1e-4 * onDemandOf(offers[0] as PlannedFutures) + 1,
          );
        },
      ),
      { numRuns: 8 },
    );
  },
);

test(
  "required units are bought whatever they save, and contradictions are told by their place",
  PATIENCE,
  async () => {
    const offers = futuresFor("office", [plan("one", { maximum: 4 }), plan("other", {})]);
    const with_ = (most: number | null, required: Readonly<Record<string, number>>) =>
      planTogether(offers, { most, required: new Map(Object.entries(required)) }, solve);

    expect(await with_(null, { one: 3 })).toMatchObject({
      kind: "planned",
      units: [{ units: 3 }, {}],
    });
    expect(await with_(null, { one: 5 })).toMatchObject({
      kind: "no_plan",
      reasons: [{ why: "contradiction", place: "required_units.one" }],
    });
    expect(await with_(1_000_000, { one: 3 })).toMatchObject({
      kind: "no_plan",
      reasons: [{ why: "contradiction", place: "most_dollars_per_month" }],
    });
  },
);

test("a solver without an answer is a plan without one", async () => {
  const offers = futuresFor("flat", [plan("one", {}), plan("other", {})]);
  const constraints = { most: null, required: new Map() };

  for (const answer of [
    { kind: "infeasible" },
    { kind: "nothing_found", status: "Unknown" },
    { kind: "out_of_time", objective: 1, values: new Map() },
  ] as const) {
    expect(await planTogether(offers, constraints, async () => answer)).toMatchObject({
      kind: "no_plan",
      reasons: [{ why: "no_solution" }],
    });
  }
});

test(
  "offers that count their load differently exclude each other, input and output do not",
  PATIENCE,
  async () => {
    const tokens = { by: "tokens", input: 1, cacheRead: 0, output: 4 } as const;
    const perToken = { capacityPerHour: 400_000, microdollarsPerHour: 300_000 };
    const exclusive = futuresFor("flat", [
      plan("by dollars", { microdollarsPerHour: 500_000 }),
      plan("by tokens", { absorbs: tokens, ...perToken }),
    ]);
    const parts = futuresFor("flat", [
      plan("in", {
        part: "input",
        absorbs: { by: "input_tokens", microdollarsEach: 2 },
        capacityPerHour: 400_000,
        microdollarsPerHour: 500_000,
      }),
      plan("out", {
        part: "output",
        absorbs: { by: "output_tokens", microdollarsEach: 8 },
        capacityPerHour: 40_000,
        microdollarsPerHour: 200_000,
      }),
    ]);
    const unitsOf = async (offers: readonly PlannedFutures[]) => {
      const found = await planTogether(offers, { most: null, required: new Map() }, solve);
      if (found.kind !== "planned") throw new TypeError(JSON.stringify(found));
      return found.units.map(({ units }) => units > 0);
    };

    expect((await unitsOf(exclusive)).filter(Boolean)).toHaveLength(1);
    expect(await unitsOf(parts)).toEqual([true, true]);
  },
);
