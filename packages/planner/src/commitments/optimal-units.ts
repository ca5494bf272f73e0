import { type Future, futureOverflow } from "./future.ts";

/** What is bought by the unit: a unit absorbs so much load a step, and costs so much a step, used or not. */
export type UnitTerms = Readonly<{
  /** Load that one unit absorbs in a step. */
  capacity: number;
  /** Microdollars a step. */
  price: number;
  /** The least that can be bought, in units; none can be bought as well. */
  minimum: number;
  /** Units that more come in, above the least. */
  increment: number;
  /** The most that can be bought or is wanted. */
  maximum: number;
}>;

/** Microdollars a step: the units, and on demand what they do not absorb; the mean over equally likely futures. */
export function costOf(futures: readonly Future[], terms: UnitTerms, units: number): number {
  return units * terms.price + meanOverflow(futures, units * terms.capacity);
}

export function meanOverflow(futures: readonly Future[], capacity: number): number {
  let sum = 0;
  for (const future of futures) sum += futureOverflow(future, capacity);
  return sum / futures.length;
}

/** A saving smaller than this part of the cost is what sums of doubles are off by, and no saving. */
const CLEARLY = 1e-9;

/**
 * The number of units at which units and overflow together cost least, where overflow is served on demand. A unit is
 * worth buying while the load that it alone absorbs would cost more on demand than the unit does: its *marginal*
 * utilisation counts, not the mean one. Overflow is convex in the capacity, so the last unit that pays ends it.
 *
 * Exact for these futures, to the unit: the marginal unit is found by halving, then compared with buying none.
 */
export function optimalUnits(futures: readonly Future[], terms: UnitTerms): number {
  if (futures.length === 0) throw new RangeError("without a future there is no optimum");
  const { minimum, increment, maximum } = terms;
  if (maximum < minimum || maximum <= 0) return 0;
  const purchases = Math.floor((maximum - minimum) / increment);
  const unitsAt = (purchase: number): number => minimum + purchase * increment;
  let low = 0;
  let high = purchases;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const more =
      costOf(futures, terms, unitsAt(middle + 1)) - costOf(futures, terms, unitsAt(middle));
    if (more < 0) low = middle + 1;
    else high = middle;
  }
  const best = unitsAt(low);
  const without = costOf(futures, terms, 0);
  return without - costOf(futures, terms, best) > CLEARLY * without ? best : 0;
}

/** The purchase next to a wanted capacity that can be made: none, the least, or an increment above it. */
export function nearestPurchase(terms: UnitTerms, capacity: number): number {
  const wanted = capacity / terms.capacity;
  if (wanted < terms.minimum / 2) return 0;
  const steps = Math.max(0, Math.round((wanted - terms.minimum) / terms.increment));
  const most = Math.floor((terms.maximum - terms.minimum) / terms.increment);
  return terms.minimum + Math.min(steps, Math.max(0, most)) * terms.increment;
}

/** What the last purchase is worth for what it costs: 1 is the break-even. Null where nothing is bought. */
export function marginalWorth(
  futures: readonly Future[],
  terms: UnitTerms,
  units: number,
): number | null {
  if (units === 0) return null;
  const before = units > terms.minimum ? units - terms.increment : 0;
  const added = units - before;
  const worth =
    meanOverflow(futures, before * terms.capacity) - meanOverflow(futures, units * terms.capacity);
  return worth / (added * terms.price);
}
