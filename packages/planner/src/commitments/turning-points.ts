import type { TurningPoint } from "@headgate/contract";
import { displayDollars } from "@headgate/money";
import { estimatedDollars } from "../statistics/estimated-dollars.ts";
import type { Future } from "./future.ts";
import { costOf } from "./optimal-units.ts";
import { type PlannedFutures, worthOfPurchase } from "./planned-futures.ts";

const HALVINGS = 40;
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const dollars = (microdollars: number): string => displayDollars(estimatedDollars(microdollars), 4);

/** Inputs at which a plan turns, each with all others as they are; those that turn nothing are left out. */
export function turningPoints(
  planned: PlannedFutures,
  units: number,
  worthFallsPerYear: number,
): readonly TurningPoint[] {
  if (planned.offer.overflow.kind === "refused") return [];
  const { futures, terms, offer } = planned;
  const first = Math.max(terms.minimum, 1);
  const price = `price of a ${offer.unit}, an hour`;
  const now = dollars(offer.microdollarsPerHour);
  const firstWorth = worthOfPurchase(planned, futures, 0, first);
  if (units === 0) {
    return [
      {
        input: price,
        now,
        turns_at: dollars(offer.microdollarsPerHour * firstWorth),
        answer_then: `below it, ${first === 1 ? "a first one pays" : `the least purchase of ${first} pays`}`,
      },
    ];
  }
  const before = units > terms.minimum ? units - terms.increment : 0;
  const points: TurningPoint[] = [
    {
      input: price,
      now,
      turns_at: dollars(
        offer.microdollarsPerHour * worthOfPurchase(planned, futures, before, units),
      ),
      answer_then: `above it, ${before} instead of ${units} are best`,
    },
    {
      input: price,
      now,
      turns_at: dollars(offer.microdollarsPerHour * firstWorth),
      answer_then: "above it, none pays",
    },
  ];
  const saved = (changed: readonly Future[]): number =>
    costOf(changed, terms, 0) - costOf(changed, terms, units);
  const demand = turnsBetween(0, 1, (scale) => saved(scaled(futures, scale, 0)));
  if (demand !== null) {
    points.push({
      input: "demand, beside what is expected",
      now: percent(1),
      turns_at: percent(demand),
      answer_then: `below it, these ${units} cost more than they save`,
    });
  }
  const decline = turnsBetween(3, 0, (rate) => saved(scaled(futures, 1, rate)));
  if (decline !== null) {
    points.push({
      input: "fall of on-demand prices and leaving, a rate a year",
      now: percent(worthFallsPerYear),
      turns_at: percent(worthFallsPerYear + decline),
      answer_then: `above it, these ${units} cost more than they save`,
    });
  }
  return points;
}

const scaled = (futures: readonly Future[], demand: number, perYear: number): readonly Future[] =>
  futures.map((future) =>
    future.map((part) => ({
      ...part,
      demand: part.demand * demand,
      price: part.price * Math.exp((-perYear * part.month) / 12),
    })),
  );

/** Where a saving that is negative at one end and positive at the other passes zero; null where it does not. */
function turnsBetween(
  lossAt: number,
  gainAt: number,
  saving: (at: number) => number,
): number | null {
  if (saving(lossAt) >= 0 || saving(gainAt) <= 0) return null;
  let [loss, gain] = [lossAt, gainAt];
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (loss + gain) / 2;
    if (saving(middle) < 0) loss = middle;
    else gain = middle;
  }
  return (loss + gain) / 2;
}
