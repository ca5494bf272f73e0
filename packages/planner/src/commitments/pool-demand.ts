import type { Dimension, PooledDemand } from "@headgate/contract";
import { formatDollars } from "@headgate/money";
import type { DemandTrace } from "../demand/demand-trace.ts";
import { shareByShapley } from "../drivers/share-by-shapley.ts";
import { estimatedDollars } from "../statistics/estimated-dollars.ts";
import { seededRandom } from "../statistics/seeded-random.ts";
import { absorbedDemand } from "./absorbed-demand.ts";
import { dollarsText, HOUR_MS, stepsPerMonth } from "./estimates.ts";
import { sameAgain } from "./future.ts";
import { loadCurve } from "./load-curve.ts";
import { costOf, meanOverflow, optimalUnits, type UnitTerms } from "./optimal-units.ts";
import type { UnitOffer } from "./unit-offer.ts";

/** One whose demand is pooled with others': a team, a project. */
export type PoolMember = Readonly<{ value: string | null; trace: DemandTrace }>;

/** Up to so many, every coalition is worked out: 2⁸ of them. */
const MOST_EXACT = 8;
const ORDERS = 300;
/** Steps of a trace that are looked at; of longer ones every second, third … is, in equal distances. */
const MOST_STEPS = 20_000;

/**
 * What buying for all together saves beside each buying for itself, and a fair split of it: Shapley's value, in which each
 * gets what it adds to the saving, on average over all orders in which they could have joined.
 *
 * @param members whose traces are of the same steps
 */
export function poolDemand(
  offer: UnitOffer,
  about: Readonly<{ by: Dimension; members: readonly PoolMember[]; seed: number }>,
): PooledDemand {
  const { members } = about;
  const demands = members.map(({ trace }) => absorbedDemand(trace, offer.absorbs));
  const first = demands[0];
  if (first === undefined) throw new RangeError("a pool has a member");
  const every = Math.max(1, Math.ceil(first.loads.length / MOST_STEPS));
  const looked = Math.floor(first.loads.length / every);
  const thinned = demands.map(({ loads, values }) => ({
    loads: Float64Array.from({ length: looked }, (_, step) => loads[step * every] as number),
    values: Float64Array.from({ length: looked }, (_, step) => values[step * every] as number),
  }));
  const months = stepsPerMonth(first.stepMs);
  const optimumOf = (coalition: readonly number[]) =>
    optimumFor(
      offer,
      coalition.map((member) => thinned[member] as Thinned),
      first.stepMs,
      looked,
    );
  const all = members.map((_, member) => member);
  const together = optimumOf(all);
  const alone = all.map((member) => optimumOf([member]));
  const exact = members.length <= MOST_EXACT;
  const known = new Map<string, number>();
  const savingOf = (coalition: readonly number[]): number => {
    const key = coalition.join();
    const found = known.get(key);
    if (found !== undefined) return found;
    const saving = coalition.length === 0 ? 0 : optimumOf(coalition).saving * months;
    known.set(key, saving);
    return saving;
  };
  const shares = exact
    ? exactShares(members.length, savingOf)
    : sampledShares(members.length, savingOf, about.seed);
  return {
    offer: offer.name,
    by: about.by,
    units_together: together.units,
    units_apart: alone.reduce((sum, { units }) => sum + units, 0),
    saving_together: dollarsText(together.saving * months),
    saving_apart: dollarsText(alone.reduce((sum, { saving }) => sum + saving, 0) * months),
    members: members.map(({ value }, member) => ({
      value,
      on_demand_per_month: dollarsText((alone[member] as Optimum).onDemand * months),
      units_alone: (alone[member] as Optimum).units,
      saving_alone: dollarsText((alone[member] as Optimum).saving * months),
      ...(shares[member] as Share),
    })),
    notes: [
      "Of the history as it was. Pooling needs no more than one purchase for all: split what it saves, not what it costs.",
      ...(every === 1 ? [] : [`Every ${every}th step of the history was looked at.`]),
      ...(exact
        ? []
        : [`Shares are sampled over ${ORDERS} orders; their standard errors are told.`]),
    ],
  };
}

type Thinned = Readonly<{ loads: Float64Array; values: Float64Array }>;
type Optimum = Readonly<{ units: number; saving: number; onDemand: number }>;
type Share = Pick<PooledDemand["members"][number], "share" | "standard_error">;

/** What one purchase for a coalition saves, in microdollars a step. */
function optimumFor(
  offer: UnitOffer,
  coalition: readonly Thinned[],
  stepMs: number,
  steps: number,
): Optimum {
  const loads = new Float64Array(steps);
  const values = new Float64Array(steps);
  for (const member of coalition) {
    for (let step = 0; step < steps; step += 1) {
      loads[step] = (loads[step] as number) + (member.loads[step] as number);
      values[step] = (values[step] as number) + (member.values[step] as number);
    }
  }
  const curve = loadCurve(loads, values);
  const perHour = HOUR_MS / stepMs;
  const capacity = offer.capacityPerHour / perHour;
  const useful = offer.minimum + Math.ceil(curve.peak / capacity) + offer.increment;
  const terms: UnitTerms = {
    capacity,
    price: offer.microdollarsPerHour / perHour,
    minimum: offer.minimum,
    increment: offer.increment,
    maximum: offer.maximum === null ? useful : Math.min(useful, offer.maximum),
  };
  const futures = [sameAgain(curve)];
  const units = optimalUnits(futures, terms);
  const onDemand = meanOverflow(futures, 0);
  return { units, onDemand, saving: onDemand - costOf(futures, terms, units) };
}

function exactShares(
  count: number,
  savingOf: (coalition: readonly number[]) => number,
): readonly Share[] {
  const shares = shareByShapley(count, (joined) =>
    estimatedDollars(
      savingOf(
        Array.from({ length: count }, (_, member) => member).filter(
          (member) => (joined & (1 << member)) !== 0,
        ),
      ),
    ),
  );
  return shares.map((share) => ({ share: formatDollars(share), standard_error: null }));
}

/** Over random orders; the shares add up in every order, so they add up on average as well. */
function sampledShares(
  count: number,
  savingOf: (coalition: readonly number[]) => number,
  seed: number,
): readonly Share[] {
  const random = seededRandom(seed);
  const sums = new Float64Array(count);
  const squares = new Float64Array(count);
  for (let order = 0; order < ORDERS; order += 1) {
    const joined: number[] = [];
    let before = 0;
    for (const member of shuffled(count, random)) {
      joined.push(member);
      const after = savingOf([...joined].sort((one, other) => one - other));
      const added = after - before;
      sums[member] = (sums[member] as number) + added;
      squares[member] = (squares[member] as number) + added * added;
      before = after;
    }
  }
  return Array.from({ length: count }, (_, member) => {
    const mean = (sums[member] as number) / ORDERS;
    const variance = Math.max(0, (squares[member] as number) / ORDERS - mean * mean);
    return {
      share: dollarsText(mean),
      standard_error: dollarsText(Math.sqrt(variance / (ORDERS - 1))),
    };
  });
}

function shuffled(count: number, random: () => number): readonly number[] {
  const order = Array.from({ length: count }, (_, member) => member);
  for (let place = count - 1; place > 0; place -= 1) {
    const other = Math.floor(random() * (place + 1));
    [order[place], order[other]] = [order[other] as number, order[place] as number];
  }
  return order;
}
