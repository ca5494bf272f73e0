import type { NoPlan, PlannedTogether } from "@headgate/contract";
import type { SolverAnswer } from "../solver/solve-program.ts";
import { HOURS_PER_MONTH } from "../statistics/month.ts";
import type { Constraints } from "./constraints.ts";
import { dollarsText, estimateOf, sampledBasis } from "./estimates.ts";
import { exportsOf } from "./exports.ts";
import { type Future, futureOnDemand, futureOverflow, futureSlope } from "./future.ts";
import { contradiction, type NoPlanReason, noPlan } from "./no-plan.ts";
import type { PlannedFutures } from "./planned-futures.ts";

/** Solves a program in the LP format; what it answers is handed in, so that a solver without an answer can be tried. */
export type SolveProgram = (program: string) => Promise<SolverAnswer>;

/** Offers that absorb the same load: their capacities add up. */
type Space = Readonly<{
  /** Spaces of one name can be bought beside each other: they absorb different parts of the same calls. */
  exclusive: string;
  members: readonly Readonly<{ index: number; planned: PlannedFutures }>[];
  futures: readonly Future[];
  monthSteps: number;
}>;

/** A line below the cost of overflow, in microdollars a month: it touches it at one capacity. */
type Cut = Readonly<{ space: number; constant: number; slope: number }>;

const MOST_ROUNDS = 40;
/** Lines to begin with: each costs a row, and each that is missing a round with the solver. */
const FIRST_CUTS = 40;
/** Of the on-demand cost: nearer than this, the program's cost is the true one. */
const CLOSE_ENOUGH = 1e-5;
/** To which part of the cost HiGHS proves an optimum unless told otherwise (`mip_rel_gap`). */
const SOLVER_GAP = 1e-4;

/**
 * What to buy of several offers at once, as an integer program. The cost of overflow is convex in the capacity, so it is
 * the largest of all lines that touch it: where the program's answer lies below the true cost, the line at that answer
 * is added, and the program is solved again. It ends with a proved bound.
 *
 * Offers of different terms are compared over the longest of them; a shorter one is taken to be bought again.
 */
export async function planTogether(
  offers: readonly PlannedFutures[],
  constraints: Constraints,
  solve: SolveProgram,
): Promise<PlannedTogether | NoPlan> {
  const refused = contradictionsOf(offers, constraints);
  if (refused.length > 0) return noPlan(...refused);
  const spaces = spacesOf(offers);
  const cuts: Cut[] = spaces.flatMap((space, index) =>
    firstCapacities(space).map((capacity) => cutAt(space, index, capacity)),
  );
  const onDemand = spaces.map(
    ({ futures, monthSteps }) => monthSteps * meanOf(futures, futureOnDemand),
  );
  const scale = Math.max(1, ...onDemand);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const solved = await solve(programOf(offers, spaces, cuts, constraints, scale));
    if (solved.kind === "infeasible") {
      return noPlan({
        why: "no_solution",
        place: "offers",
        text: "No purchase meets the budget, the required units and the least and most of each offer together.",
        mend: "Raise most_dollars_per_month or drop a required offer.",
      });
    }
    if (solved.kind !== "optimal") {
      return noPlan({
        why: "no_solution",
        place: "offers",
        text:
          solved.kind === "out_of_time"
            ? "The solver ran out of time before it could prove an optimum."
            : `The solver ended without an answer: ${solved.status}`,
        mend: "Plan fewer offers at once.",
      });
    }
    const units = offers.map((_, index) => Math.round(primalOf(solved.values, `u${index}`)));
    const apart = spaces.map((space, index) => {
      const capacity = capacityOf(space, units);
      const told = primalOf(solved.values, `o${index}`) * scale;
      const true_ =
        space.monthSteps * meanOf(space.futures, (one) => futureOverflow(one, capacity));
      return { index, capacity, missing: true_ - told };
    });
    const gap = apart.reduce((sum, { missing }) => sum + Math.max(0, missing), 0) / scale;
    if (gap <= CLOSE_ENOUGH || round === MOST_ROUNDS - 1) {
      return planned(offers, spaces, units, gap);
    }
    for (const { index, capacity } of apart) {
      cuts.push(cutAt(spaces[index] as Space, index, capacity));
    }
  }
  throw new RangeError("the last round answers");
}

function contradictionsOf(
  offers: readonly PlannedFutures[],
  { most, required }: Constraints,
): readonly NoPlanReason[] {
  const reasons: NoPlanReason[] = [];
  let needed = 0;
  for (const { offer } of offers) {
    const units = required.get(offer.name) ?? 0;
    needed += units * monthlyPrice(offer);
    if (offer.maximum !== null && units > offer.maximum) {
      reasons.push(
        contradiction(
          `required_units.${offer.name}`,
          `${units} units are required, and at most ${offer.maximum} can be bought.`,
          "Lower required_units or raise maximum_units.",
        ),
      );
    }
  }
  if (most !== null && needed > most) {
    reasons.push(
      contradiction(
        "most_dollars_per_month",
        `The required units cost $${(needed / 1e6).toFixed(2)} a month, and at most $${(most / 1e6).toFixed(2)} may be spent.`,
        "Raise most_dollars_per_month or require fewer units.",
      ),
    );
  }
  return reasons;
}

const monthlyPrice = ({ microdollarsPerHour }: PlannedFutures["offer"]): number =>
  microdollarsPerHour * HOURS_PER_MONTH;

function spacesOf(offers: readonly PlannedFutures[]): readonly Space[] {
  const groups = new Map<string, { index: number; planned: PlannedFutures }[]>();
  for (const [index, planned] of offers.entries()) {
    const key = JSON.stringify(planned.offer.absorbs);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [{ index, planned }]);
    else group.push({ index, planned });
  }
  return [...groups].map(([key, members]) => {
    const longest = members.reduce((one, other) =>
      other.planned.offer.termMonths > one.planned.offer.termMonths ? other : one,
    ).planned;
    const apart = longest.offer.part !== null;
    return {
      exclusive: apart ? "parts" : key,
      members,
      futures: longest.futures,
      monthSteps: longest.monthSteps,
    };
  });
}

const meanOf = (futures: readonly Future[], of: (future: Future) => number): number =>
  futures.reduce((sum, future) => sum + of(future), 0) / futures.length;

/** Capacities at which the first lines touch: none, and from there to what any future loads at its peak, closer where more is. */
function firstCapacities({ futures }: Space): readonly number[] {
  const peak = futures.reduce(
    (most, future) =>
      future.reduce((top, part) => Math.max(top, part.demand * part.curve.peak), most),
    0,
  );
  return Array.from({ length: FIRST_CUTS + 1 }, (_, cut) => peak * (cut / FIRST_CUTS) ** 2);
}

function cutAt({ futures, monthSteps }: Space, space: number, capacity: number): Cut {
  const height = monthSteps * meanOf(futures, (future) => futureOverflow(future, capacity));
  const slope = monthSteps * meanOf(futures, (future) => futureSlope(future, capacity));
  return { space, slope, constant: height - slope * capacity };
}

const capacityOf = ({ members }: Space, units: readonly number[]): number =>
  members.reduce(
    (sum, { index, planned }) => sum + (units[index] as number) * planned.terms.capacity,
    0,
  );

/** A number as LP files take it. */
const lp = (number: number): string => number.toPrecision(15);

/**
 * `u` units of each offer, which are none, or the least and `n` increments where `y` is 1; `o` what overflow costs in each
 * space, `z` whether the space is the one that is bought in. Costs are parts of the on-demand cost, for the solver's sake.
 */
function programOf(
  offers: readonly PlannedFutures[],
  spaces: readonly Space[],
  cuts: readonly Cut[],
  { most, required }: Constraints,
  scale: number,
): string {
  const rows: string[] = [];
  const price = ({ offer }: PlannedFutures): number => monthlyPrice(offer) / scale;
  for (const [index, { terms, offer }] of offers.entries()) {
    const purchases = Math.max(0, Math.floor((terms.maximum - terms.minimum) / terms.increment));
    const sold = terms.maximum >= terms.minimum ? 1 : 0;
    rows.push(
      `u${index} - ${terms.minimum} y${index} - ${terms.increment} n${index} = 0`,
      `n${index} - ${purchases} y${index} <= 0`,
      `y${index} <= ${sold}`,
    );
    const needed = required.get(offer.name);
    if (needed !== undefined && needed > 0) rows.push(`u${index} >= ${needed}`);
  }
  const exclusive = [...new Set(spaces.map((space) => space.exclusive))];
  for (const { exclusive: name, members } of spaces) {
    for (const { index } of members) rows.push(`y${index} - z${exclusive.indexOf(name)} <= 0`);
  }
  rows.push(`${exclusive.map((_, index) => `z${index}`).join(" + ")} <= 1`);
  for (const { space, constant, slope } of cuts) {
    const members = (spaces[space] as Space).members
      .map(({ index, planned }) => `+ ${lp((-slope * planned.terms.capacity) / scale)} u${index}`)
      .join(" ");
    rows.push(`o${space} ${members} >= ${lp(constant / scale)}`);
  }
  if (most !== null) {
    rows.push(
      `${offers.map((one, index) => `${lp(price(one))} u${index}`).join(" + ")} <= ${lp(most / scale)}`,
    );
  }
  const costs = [
    ...offers.map((one, index) => `${lp(price(one))} u${index}`),
    ...spaces.map((_, index) => `o${index}`),
  ];
  const named = (letter: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${letter}${index}`);
  return [
    "Minimize",
    ` cost: ${costs.join("\n  + ")}`,
    "Subject To",
    ...rows.map((row, index) => ` c${index}: ${row.replaceAll(" + ", "\n  + ")}`),
    "General",
    ` ${[...named("u", offers.length), ...named("n", offers.length)].join(" ")}`,
    "Binary",
    ` ${[...named("y", offers.length), ...named("z", exclusive.length)].join(" ")}`,
    "End",
  ].join("\n");
}

function primalOf(values: ReadonlyMap<string, number>, name: string): number {
  const value = values.get(name);
  if (value === undefined || Number.isNaN(value)) {
    throw new TypeError(`the solver told nothing of ${name}`);
  }
  return value;
}

function planned(
  offers: readonly PlannedFutures[],
  spaces: readonly Space[],
  units: readonly number[],
  gap: number,
): PlannedTogether {
  const committed = offers.reduce(
    (sum, { offer }, index) => sum + (units[index] as number) * monthlyPrice(offer),
    0,
  );
  const count = (spaces[0] as Space).futures.length;
  const savings = Array.from({ length: count }, (_, sample) => {
    let saved = -committed;
    for (const space of spaces) {
      const future = space.futures[sample] as Future;
      const capacity = capacityOf(space, units);
      saved += space.monthSteps * (futureOnDemand(future) - futureOverflow(future, capacity));
    }
    return saved;
  });
  const notes = [
    "Offers of different terms are compared over the longest; a shorter one is taken to be bought again at its price.",
  ];
  if (new Set(spaces.map(({ exclusive }) => exclusive)).size > 1) {
    notes.push("Offers that count their load differently exclude each other: one kind is bought.");
  }
  return {
    kind: "planned",
    units: offers.map(({ offer }, index) => ({
      offer: offer.part === null ? offer.name : `${offer.name} (${offer.part})`,
      units: units[index] as number,
    })),
    committed_per_month: dollarsText(committed),
    saving_per_month: estimateOf(savings, sampledBasis(count)),
    gap: gap + SOLVER_GAP,
    exports: offers.flatMap(({ offer }, index) => exportsOf(offer, units[index] as number)),
    notes,
  };
}
