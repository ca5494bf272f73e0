import { type ChangePart, changeParts } from "@headgate/contract";
import { type Picodollars, sum } from "@headgate/money";
import type { Driver, Drivers } from "../drivers/top-drivers.ts";

/** Values that must move this share of the change to be its cause, and how many of them at most. */
const EXPLAINS = 0.8;
const VALUES_AT_MOST = 3;
/** How much more of the change than of the usual cost the values must have. */
const STANDS_OUT_BY = 0.2;

/** Why spend was off. */
export type Cause = Readonly<{
  /** Null when no dimension's values stand out: all moved alike. */
  dimension: string | null;
  values: readonly (string | null)[];
  /** Share of the change that the values explain; above 1 when others moved the other way. */
  share: number;
  /** What changed of them: the part with most of the change, and its dollars. */
  part: ChangePart;
  amount: Picodollars;
}>;

/**
 * Names the cause of a change: the dimension a few of whose values explain at least 80 % of it and stand out most
 * against their share of the usual cost, then the factor that moved most for these values. Of equal ones the
 * dimension that comes first.
 *
 * @param byDimension the change between a usual span and the anomalous one, by each dimension
 * @returns null when nothing changed or no dimension was given
 */
export function nameCause(byDimension: ReadonlyMap<string, Drivers>): Cause | null {
  let best: (Cause & { score: number }) | null = null;
  for (const [dimension, drivers] of byDimension) {
    const found = standingOut(drivers);
    if (found === null || (best !== null && found.score <= best.score)) continue;
    best = {
      dimension,
      values: found.drivers.map(({ value }) => value),
      share: found.share,
      score: found.score,
      ...largestPart(found.drivers, drivers.total.change > 0n),
    };
  }
  if (best !== null) {
    const { score: _, ...cause } = best;
    return cause;
  }
  const [drivers] = byDimension.values();
  if (drivers === undefined || drivers.total.change === 0n) return null;
  return {
    dimension: null,
    values: [],
    share: 1,
    ...largestPart([drivers.total], drivers.total.change > 0n),
  };
}

function standingOut({ total, drivers }: Drivers) {
  if (total.change === 0n) return null;
  const chosen: Driver[] = [];
  for (const driver of drivers) {
    if (driver.change > 0n !== total.change > 0n) continue;
    if (chosen.length === VALUES_AT_MOST) return null;
    chosen.push(driver);
    const share = ratio(sum(chosen.map(({ change }) => change)), total.change);
    if (share < EXPLAINS) continue;
    const usual = sum(chosen.map(({ before }) => before));
    const score = Math.min(1, share) - (total.before === 0n ? 0 : ratio(usual, total.before));
    // Of values that explain as much, fewer say more.
    const scored = score - (chosen.length - 1) * 0.01;
    return scored < STANDS_OUT_BY ? null : { drivers: chosen, share, score: scored };
  }
  return null;
}

/** Only ranks; dollars are never worked out with it. */
const ratio = (part: Picodollars, whole: Picodollars): number => Number(part) / Number(whole);

function largestPart(changes: readonly Pick<Driver, "parts">[], isRise: boolean) {
  let largest: { part: ChangePart; amount: Picodollars } | null = null;
  for (const part of changeParts) {
    const amount = sum(changes.map(({ parts }) => parts[part]));
    if (largest === null || (isRise ? amount > largest.amount : amount < largest.amount)) {
      largest = { part, amount };
    }
  }
  if (largest === null) throw new TypeError("a change has parts");
  return largest;
}
