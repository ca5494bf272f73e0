import { type Future, futureLoad } from "./future.ts";
import { meanOverflow, type UnitTerms } from "./optimal-units.ts";

/** What calls that find no room cost, where nothing takes them in. */
export type Refusal = Readonly<{
  /** Of each lost call; null where lost calls are bounded by their share alone. */
  microdollarsPerCall: number | null;
  mostShare: number | null;
}>;

/** The same futures twice: with what their load costs on demand, and with the calls that it is of. */
export type RefusedFutures = Readonly<{ dollars: readonly Future[]; calls: readonly Future[] }>;

/** Share of all calls that find no room. */
export function refusedShare({ calls }: RefusedFutures, capacity: number): number {
  const all = meanOverflow(calls, 0);
  return all === 0 ? 0 : meanOverflow(calls, capacity) / all;
}

/** Microdollars a step of a deployment that refuses what it has no room for; with no unit, all is on demand. */
export function costWithRefusal(
  { dollars, calls }: RefusedFutures,
  terms: UnitTerms,
  units: number,
  { microdollarsPerCall }: Refusal,
): number {
  if (units === 0) return meanOverflow(dollars, 0);
  const lost = meanOverflow(calls, units * terms.capacity);
  return units * terms.price + (microdollarsPerCall === null ? 0 : microdollarsPerCall * lost);
}

/**
 * The number of units at which units and lost calls cost least, and no more than the bounded share is lost; compared
 * with serving all of it on demand. Null where no number that can be bought keeps the bound.
 */
export function optimalWithRefusal(
  futures: RefusedFutures,
  terms: UnitTerms,
  refusal: Refusal,
): number | null {
  const { minimum, increment, maximum, capacity } = terms;
  const unitsAt = (purchase: number): number => Math.max(minimum, increment) + purchase * increment;
  const most = Math.floor((maximum - unitsAt(0)) / increment);
  if (most < 0) return refusal.mostShare === null ? 0 : null;
  // The lost share falls and the cost is convex in the units: each is searched by halving.
  const least = firstWhere(
    most,
    (purchase) =>
      refusal.mostShare === null ||
      refusedShare(futures, unitsAt(purchase) * capacity) <= refusal.mostShare,
  );
  if (least === null) return null;
  const costAt = (purchase: number): number =>
    costWithRefusal(futures, terms, unitsAt(purchase), refusal);
  const cheapest = firstWhere(
    most,
    (purchase) => purchase === most || costAt(purchase + 1) >= costAt(purchase),
  );
  const best = unitsAt(Math.max(least, cheapest as number));
  const served = costWithRefusal(futures, terms, best, refusal);
  return served < costWithRefusal(futures, terms, 0, refusal) ? best : 0;
}

/** The first number from 0 to `most` for which a claim holds that goes on holding; null where it never does. */
function firstWhere(most: number, holds: (number: number) => boolean): number | null {
  if (!holds(most)) return null;
  let low = 0;
  let high = most;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The mean load a step. */
export const meanLoad = (futures: readonly Future[]): number =>
  futures.reduce((sum, future) => sum + futureLoad(future), 0) / futures.length;
