import { type Future, futureOverflow } from "./future.ts";
import type { UnitTerms } from "./optimal-units.ts";
import type { PlannedFutures } from "./planned-futures.ts";

/** Units bought month by month, each purchase by what is seen then. */
export type Ladder = Readonly<{
  /** As it would be bought if demand stayed at today's level. */
  tranches: readonly Readonly<{ month: number; units: number }>[];
  /** Microdollars a month saved, in each future. */
  savings: readonly number[];
}>;

const MOST_TRANCHES = 6;

/**
 * The same purchase in equal parts at the beginning of each stretch of the term, each scaled by the level that demand
 * has by then: what is not yet bought needs not be regretted, and costs on-demand prices meanwhile. Nothing is sold.
 * Null where the term has one stretch, or the purchase no parts.
 */
export function ladder(planned: PlannedFutures, units: number): Ladder | null {
  const points = monthsOf(planned.futures[0]);
  if (units === 0 || points.length < 3 || planned.offer.overflow.kind === "refused") return null;
  const tranches = Math.min(MOST_TRANCHES, points.length);
  const bought = tranchesOf(planned.terms, units, tranches)
    .map((count, place) => ({ month: beginOf(points, place), units: count }))
    .filter((tranche) => tranche.units > 0);
  if (bought.length < 2) return null;
  return {
    tranches: bought,
    savings: planned.futures.map(
      (future) => planned.monthSteps * savedIn(future, planned.terms, units, tranches),
    ),
  };
}

/** The month in which a stretch begins, halfway from the middle of the one before. */
const beginOf = (points: readonly number[], place: number): number =>
  place === 0 ? 0 : Math.round(((points[place - 1] as number) + (points[place] as number)) / 2);

/** Microdollars a step saved in one future. */
function savedIn(future: Future, terms: UnitTerms, units: number, tranches: number): number {
  const points = monthsOf(future);
  let held = 0;
  let saved = 0;
  let level = 1;
  for (const [place, month] of points.entries()) {
    const parts = future.filter((part) => part.month === month);
    const wanted = level * units * Math.min(1, (place + 1) / tranches);
    if (place < tranches) held = Math.max(held, purchasable(terms, wanted));
    const share = parts.reduce((sum, part) => sum + part.share, 0);
    saved +=
      futureOverflow(parts, 0) -
      futureOverflow(parts, held * terms.capacity) -
      share * held * terms.price;
    // What is seen at the end of a stretch decides about the next one.
    level = (parts[0] as Future[number]).demand;
  }
  return saved;
}

/** What can be bought of a wanted number: none below the least, and whole increments above it. */
function purchasable({ minimum, increment, maximum }: UnitTerms, wanted: number): number {
  if (wanted < minimum || maximum < minimum) return 0;
  const steps = Math.floor((Math.min(wanted, maximum) - minimum) / increment);
  return minimum + steps * increment;
}

function tranchesOf(terms: UnitTerms, units: number, tranches: number): readonly number[] {
  let held = 0;
  return Array.from({ length: tranches }, (_, place) => {
    const next = purchasable(terms, (units * (place + 1)) / tranches);
    const bought = next - held;
    held = next;
    return bought;
  });
}

const monthsOf = (future: Future | undefined): readonly number[] => [
  ...new Set((future ?? []).map(({ month }) => month)),
];
