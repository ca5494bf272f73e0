import { setImmediate as otherWork } from "node:timers/promises";
import type { Dimension, PooledDemand } from "@headgate/contract";
import { formatDollars } from "@headgate/money";
import type { DemandTrace } from "../demand/demand-trace.ts";
import { shareByShapley } from "../drivers/share-by-shapley.ts";
import { estimatedDollars } from "../statistics/estimated-dollars.ts";
import { seededRandom } from "../statistics/seeded-random.ts";
import { type AbsorbedDemand, absorbedDemand } from "./absorbed-demand.ts";
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
/**
 * Steps of a trace that are looked at; of longer ones some are, in equal distances that fall into step with no hour, day or
 * week. Each coalition sorts them, and a sampled split has thousands of coalitions.
 */
const MOST_STEPS = { exact: 10_000, sampled: 3_000 } as const;
/** Coalitions after which others of the thread have their turn. */
const AT_ONCE = 16;

/**
 * What buying for all together saves beside each buying for itself, and a fair split of it: Shapley's value, in which each
 * gets what it adds to the saving, on average over all orders in which they could have joined.
 *
 * @param members whose traces are of the same steps
 */
export async function poolDemand(
  offer: UnitOffer,
  about: Readonly<{ by: Dimension; members: readonly PoolMember[]; seed: number }>,
): Promise<PooledDemand> {
  const { members } = about;
  const demands = members.map(({ trace }) => absorbedDemand(trace, offer.absorbs));
  const first = demands[0];
  if (first === undefined) throw new RangeError("a pool has a member");
  const exact = members.length <= MOST_EXACT;
  const most = exact ? MOST_STEPS.exact : MOST_STEPS.sampled;
  const every = distanceOf(Math.ceil(first.loads.length / most));
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
  const orders = exact ? [] : sampledOrders(members.length, about.seed);
  const savings = new Map<string, number>([["", 0]]);
  for (const coalition of exact ? everyCoalition(members.length) : coalitionsOf(orders)) {
    const key = coalition.join();
    if (savings.has(key)) continue;
    savings.set(key, optimumOf(coalition).saving * months);
    if (savings.size % AT_ONCE === 0) await otherWork();
  }
  const savingOf = (coalition: readonly number[]): number => {
    const saving = savings.get(coalition.join());
    if (saving === undefined) throw new TypeError(`no saving of ${coalition.join()}`);
    return saving;
  };
  const shares = exact
    ? exactShares(members.length, savingOf)
    : sampledShares(members.length, savingOf, orders);
  return {
    offer: offer.name,
    by: about.by,
    units_together: together.units,
    units_apart: alone.reduce((sum, { units }) => sum + units, 0),
    saving_together: dollarsText(together.saving * months),
    saving_apart: dollarsText(alone.reduce((sum, { saving }) => sum + saving, 0) * months),
    members: members.map(({ value }, member) => ({
      value,
      on_demand_per_month: dollarsText(meanOf((demands[member] as AbsorbedDemand).values) * months),
      units_alone: (alone[member] as Optimum).units,
      saving_alone: dollarsText((alone[member] as Optimum).saving * months),
      ...(shares[member] as Share),
    })),
    notes: [
      "Of the history as it was. Pooling needs no more than one purchase for all: split what it saves, not what it costs.",
      ...(every === 1
        ? []
        : [
            `One step in ${every} of the history was looked at; what is spent on demand is of all.`,
          ]),
      ...(exact
        ? []
        : [`Shares are sampled over ${ORDERS} orders; their standard errors are told.`]),
    ],
  };
}

type Thinned = Readonly<{ loads: Float64Array; values: Float64Array }>;
type Optimum = Readonly<{ units: number; saving: number }>;
type Share = Pick<PooledDemand["members"][number], "share" | "standard_error">;

/** The primes of an hour's 60 minutes and of a week's 24 × 7 hours. */
const PRIMES = [2, 3, 5, 7] as const;

/** The next distance in which every minute of an hour and every hour of a week comes up as often as any other. */
function distanceOf(least: number): number {
  let distance = Math.max(1, least);
  while (PRIMES.some((prime) => distance % prime === 0)) distance += 1;
  return distance;
}

const meanOf = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

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
  return { units, saving: onDemand - costOf(futures, terms, units) };
}

/** Whose bits are set. */
const membersIn = (count: number, joined: number): readonly number[] =>
  Array.from({ length: count }, (_, member) => member).filter(
    (member) => (joined & (1 << member)) !== 0,
  );

const everyCoalition = (count: number): readonly (readonly number[])[] =>
  Array.from({ length: 2 ** count }, (_, joined) => membersIn(count, joined));

const sorted = (members: readonly number[]): readonly number[] =>
  [...members].sort((one, other) => one - other);

/** All that come together while members join in these orders. */
const coalitionsOf = (orders: readonly (readonly number[])[]): readonly (readonly number[])[] =>
  orders.flatMap((order) => order.map((_, place) => sorted(order.slice(0, place + 1))));

type SavingOf = (coalition: readonly number[]) => number;

const exactShares = (count: number, savingOf: SavingOf): readonly Share[] =>
  shareByShapley(count, (joined) => estimatedDollars(savingOf(membersIn(count, joined)))).map(
    (share) => ({ share: formatDollars(share), standard_error: null }),
  );

/** Over random orders; the shares add up in every order, so they add up on average as well. */
function sampledShares(
  count: number,
  savingOf: SavingOf,
  orders: readonly (readonly number[])[],
): readonly Share[] {
  const sums = new Float64Array(count);
  const squares = new Float64Array(count);
  for (const order of orders) {
    let before = 0;
    for (const [place, member] of order.entries()) {
      const after = savingOf(sorted(order.slice(0, place + 1)));
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

function sampledOrders(count: number, seed: number): readonly (readonly number[])[] {
  const random = seededRandom(seed);
  return Array.from({ length: ORDERS }, () => shuffled(count, random));
}

function shuffled(count: number, random: () => number): readonly number[] {
  const order = Array.from({ length: count }, (_, member) => member);
  for (let place = count - 1; place > 0; place -= 1) {
    const other = Math.floor(random() * (place + 1));
    [order[place], order[other]] = [order[other] as number, order[place] as number];
  }
  return order;
}
