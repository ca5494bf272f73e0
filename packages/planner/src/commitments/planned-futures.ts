import type { DemandTrace } from "../demand/demand-trace.ts";
import type { DemandPath } from "../demand/sample-paths.ts";
import type { TraceWeek } from "../demand/weeks-of-trace.ts";
import { HOUR_MS, stepsPerMonth } from "./estimates.ts";
import { type Future, futureLoad, futureOnDemand, futureOverflow } from "./future.ts";
import { futuresOf, type OfferDemand, offerDemand } from "./offer-futures.ts";
import { costOf, meanOverflow, optimalUnits, type UnitTerms } from "./optimal-units.ts";
import type { UnitOffer } from "./unit-offer.ts";
import { costWithRefusal, optimalWithRefusal, refusedShare } from "./without-overflow.ts";

/** What a plan of an offer rests on. */
export type Basis = Readonly<{
  trace: DemandTrace;
  weeks: readonly TraceWeek[];
  paths: readonly DemandPath[];
  /** How fast what capacity is worth falls: price decline and leaving together, a rate a year. */
  worthFallsPerYear: number;
}>;

/**
 * An offer with the futures that it would meet, and what it costs in each. All costs are microdollars a step; a month
 * has `monthSteps` of them.
 */
export type PlannedFutures = Readonly<{
  offer: UnitOffer;
  demand: OfferDemand;
  terms: UnitTerms;
  monthSteps: number;
  futures: readonly Future[];
  calls: readonly Future[];
}>;

/** No purchase that could be used up is bounded by this; it keeps the search finite. */
const PEAKS = 4;

/** @param required units that have to be bought, be they of use or not */
export function planFutures(offer: UnitOffer, basis: Basis, required = 0): PlannedFutures {
  const demand = offerDemand(basis.trace, basis.weeks, offer.absorbs);
  const stepsPerHour = HOUR_MS / demand.stepMs;
  const futures = futuresOf(basis.paths, demand.weeks, basis.worthFallsPerYear);
  const capacity = offer.capacityPerHour / stepsPerHour;
  const highest = futures.reduce(
    (most, future) =>
      future.reduce((top, part) => Math.max(top, part.demand * part.curve.peak), most),
    demand.whole.peak,
  );
  const useful = offer.minimum + Math.ceil(highest / capacity) * PEAKS + offer.increment;
  // A required number between two that can be bought is met by the next one.
  const most = Math.max(useful, required + offer.increment);
  return {
    offer,
    demand,
    terms: {
      capacity,
      price: offer.microdollarsPerHour / stepsPerHour,
      minimum: offer.minimum,
      increment: offer.increment,
      maximum: offer.maximum === null ? most : Math.min(offer.maximum, most),
    },
    monthSteps: stepsPerMonth(demand.stepMs),
    futures,
    calls: futuresOf(basis.paths, demand.weeksCalls, 0),
  };
}

/** The best number of units over these futures; null where a bound on lost calls cannot be kept. */
export function bestUnits(
  { offer, terms }: PlannedFutures,
  futures: readonly Future[],
  calls: readonly Future[],
): number | null {
  if (offer.overflow.kind === "on_demand") return optimalUnits(futures, terms);
  return optimalWithRefusal({ dollars: futures, calls }, terms, offer.overflow);
}

/** Microdollars a step with so many units, on average over these futures. */
export function costOfUnits(
  { offer, terms }: PlannedFutures,
  futures: readonly Future[],
  calls: readonly Future[],
  units: number,
): number {
  if (offer.overflow.kind === "on_demand") return costOf(futures, terms, units);
  return costWithRefusal({ dollars: futures, calls }, terms, units, offer.overflow);
}

/** Microdollars a month saved beside serving all on demand, in each future. */
export const savingsOf = (planned: PlannedFutures, units: number): readonly number[] =>
  planned.futures.map((future, place) => {
    const calls = planned.calls[place] as Future;
    return (
      planned.monthSteps * (futureOnDemand(future) - costOfUnits(planned, [future], [calls], units))
    );
  });

/** Share of all calls lost with so many units; null where overflow is served on demand or nothing is bought. */
export function lostShare({ offer, terms, futures, calls }: PlannedFutures, units: number) {
  if (offer.overflow.kind === "on_demand" || units === 0) return null;
  return refusedShare({ dollars: futures, calls }, units * terms.capacity);
}

/** What one more or the first purchase is worth for what it costs, over these futures. */
export function worthOfPurchase(
  { terms }: PlannedFutures,
  futures: readonly Future[],
  before: number,
  units: number,
): number {
  const spared =
    meanOverflow(futures, before * terms.capacity) - meanOverflow(futures, units * terms.capacity);
  return spared / ((units - before) * terms.price);
}

/** Microdollars of a step's mean load unit: what the demand is worth where a unit absorbs it. */
export function meanValueOfLoad(futures: readonly Future[]): number {
  let load = 0;
  let value = 0;
  for (const future of futures) {
    load += futureLoad(future);
    value += futureOverflow(future, 0);
  }
  return load === 0 ? 0 : value / load;
}
