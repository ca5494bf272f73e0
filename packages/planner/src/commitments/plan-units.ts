import type { NoPlan, PlannedUnits } from "@headgate/contract";
import { hidesBursts } from "./absorbed-demand.ts";
import { courseOf } from "./course.ts";
import { dollarsText, estimateOf, sampledBasis } from "./estimates.ts";
import { exportsOf } from "./exports.ts";
import { type Future, futureAbsorbed, futureOnDemand, sameAgain } from "./future.ts";
import { ladder } from "./ladder.ts";
import { loadQuantile } from "./load-curve.ts";
import { notesOfMissing } from "./missing-demand.ts";
import { noPlan } from "./no-plan.ts";
import { marginalWorth, meanOverflow, nearestPurchase } from "./optimal-units.ts";
import {
  type Basis,
  bestUnits,
  costOfUnits,
  lostShare,
  meanValueOfLoad,
  type PlannedFutures,
  savingsOf,
  worthOfPurchase,
} from "./planned-futures.ts";
import { turningPoints } from "./turning-points.ts";
import { committedPerMonth } from "./unit-offers-of.ts";
import { meanLoad } from "./without-overflow.ts";

/** The best number of units of an offer, with its range and all that speaks for and against it. */
export function planUnits(planned: PlannedFutures, basis: Basis): PlannedUnits | NoPlan {
  const { offer, futures, calls, terms, monthSteps, demand } = planned;
  const units = bestUnits(planned, futures, calls);
  if (units === null) {
    return noPlan({
      why: "no_solution",
      place: "most_refused_share",
      text: `No purchase of at most ${terms.maximum} units keeps lost calls within the bound.`,
      mend: "Raise maximum_units or most_refused_share, or let calls overflow to on demand.",
    });
  }
  const basisText = sampledBasis(futures.length);
  const onDemand = futures.map((future) => monthSteps * futureOnDemand(future));
  const overflow = meanOverflow(futures, units * terms.capacity);
  const all = meanOverflow(futures, 0);
  const lost = lostShare(planned, units);
  const laddered = ladder(planned, units);
  const history = [sameAgain(demand.whole)];
  const bought = (capacity: number) => purchase(planned, nearestPurchase(terms, capacity));
  return {
    kind: "planned",
    unit: offer.unit,
    units,
    term_months: offer.termMonths,
    committed_per_month: committedPerMonth(offer, units),
    on_demand_per_month: estimateOf(onDemand, basisText),
    saving_per_month: estimateOf(savingsOf(planned, units), basisText),
    break_even_utilisation: ratio(terms.price, terms.capacity * meanValueOfLoad(futures)),
    utilisation: utilisationOf(planned, 0, units),
    marginal_utilisation: utilisationOf(planned, units - lastPurchase(planned, units), units),
    marginal_worth: marginalWorth(futures, terms, units),
    first_worth: worthOfPurchase(planned, futures, 0, Math.max(1, terms.minimum)),
    overflow_share: lost === null || units === 0 ? ratio(overflow, all) : 0,
    refused:
      lost === null
        ? null
        : { share: lost, calls_per_month: lost * monthSteps * meanCalls(planned) },
    regret_per_month: regretOf(planned, units),
    beside: {
      mean: bought(meanLoad(history)),
      p95: bought(loadQuantile(demand.whole, 0.95)),
    },
    ladder:
      laddered === null
        ? null
        : {
            tranches: [...laddered.tranches],
            saving_per_month: estimateOf(laddered.savings, basisText),
          },
    course: courseOf(planned, basis, units),
    turning_points: [...turningPoints(planned, units, basis.worthFallsPerYear)],
    exports: [...exportsOf(offer, units)],
    notes: [...notesOf(planned, basis, units)],
  };
}

/** A quotient; of nothing by nothing, nothing. */
const ratio = (part: number, whole: number): number =>
  whole === 0 ? (part === 0 ? 0 : Number.MAX_SAFE_INTEGER) : part / whole;

const meanCalls = ({ calls }: PlannedFutures): number => meanOverflow(calls, 0);

const lastPurchase = ({ terms }: PlannedFutures, units: number): number =>
  units > terms.minimum ? Math.min(units, terms.increment) : units;

/** How much of the units from one number to another is used; null where that is none. */
function utilisationOf(
  { futures, terms }: PlannedFutures,
  from: number,
  units: number,
): number | null {
  if (units === 0 || units === from) return null;
  let absorbed = 0;
  for (const future of futures) {
    absorbed +=
      futureAbsorbed(future, units * terms.capacity) -
      futureAbsorbed(future, from * terms.capacity);
  }
  return absorbed / futures.length / ((units - from) * terms.capacity);
}

function purchase(planned: PlannedFutures, units: number): PlannedUnits["beside"]["mean"] {
  const { futures, calls, monthSteps } = planned;
  const cost = costOfUnits(planned, futures, calls, units);
  return {
    units,
    cost_per_month: dollarsText(monthSteps * cost),
    saving_per_month: dollarsText(monthSteps * (meanOverflow(futures, 0) - cost)),
  };
}

/** What the best purchase for a future would have saved beyond the plan's, at the tenth and the ninetieth of a hundred. */
function regretOf(planned: PlannedFutures, units: number): PlannedUnits["regret_per_month"] {
  const order = planned.futures
    .map((future, place) => ({ place, onDemand: futureOnDemand(future) }))
    .sort((one, other) => one.onDemand - other.onDemand);
  const at = (share: number): string => {
    const found = order[Math.min(order.length - 1, Math.floor(share * order.length))];
    if (found === undefined) throw new TypeError("there is a future");
    const future = [planned.futures[found.place] as Future];
    const calls = [planned.calls[found.place] as Future];
    const best = bestUnits(planned, future, calls);
    // A bound on lost calls that this future cannot keep leaves nothing better to have bought.
    const least = best === null ? units : best;
    const regret =
      costOfUnits(planned, future, calls, units) - costOfUnits(planned, future, calls, least);
    return dollarsText(Math.max(0, planned.monthSteps * regret));
  };
  return { p10: at(0.1), p90: at(0.9) };
}

function notesOf(
  { offer, futures }: PlannedFutures,
  { trace, worthFallsPerYear }: Basis,
  units: number,
): readonly string[] {
  const notes = [...offer.notes, ...notesOfMissing(offer, trace)];
  if (hidesBursts(trace, offer.absorbs)) {
    notes.push(
      "The limit is told by the minute, and the history was read by the hour: bursts within an hour are not seen, and units look busier than they are. Ask for at most 97 days to plan by the minute.",
    );
  }
  if (worthFallsPerYear === 0 && offer.termMonths >= 6) {
    notes.push(
      "On-demand prices are taken to stay as they are for the whole term; enter price_decline_per_year to see what a fall does.",
    );
  }
  if (units === 0 && meanOverflow(futures, 0) === 0) notes.push("There is no demand to absorb.");
  return notes;
}
