import { type ChangePart, changeParts } from "@headgate/contract";
import { type Picodollars, sum } from "@headgate/money";
import type { Driver } from "../drivers/top-drivers.ts";
import { groupBy } from "../statistics/group-by.ts";
import { before, type ChangeCell, changeOf, ratio } from "./change-cell.ts";
import type { Measure } from "./measures.ts";

/** Values that must move this share of the change to be its cause, and how many of them at most. */
const EXPLAINS = 0.8;
const VALUES_AT_MOST = 3;
/** How much more of the change than of the usual cost the values must have. */
const STANDS_OUT_BY = 0.2;

/** Whose spend was off. */
export type Cause = Readonly<{
  /** Null when no dimension's values stand out: all moved alike. */
  dimension: string | null;
  values: readonly (string | null)[];
  /** Share of the change that the values explain; above 1 when others moved the other way. */
  share: number;
}>;

/**
 * Names whose spend changed: the dimension a few of whose values explain at least 80 % of the change and stand out
 * most against their share of the usual cost. Of equal ones the dimension that comes first.
 *
 * @returns null when nothing changed
 */
export function nameCause(
  cells: readonly ChangeCell[],
  dimensions: readonly string[],
): Cause | null {
  const change = changeOf(cells);
  if (change === 0n) return null;
  let best: (Cause & { score: number }) | null = null;
  for (const dimension of dimensions) {
    const found = standingOut(cells, dimension);
    if (found !== null && (best === null || found.score > best.score)) best = found;
  }
  if (best === null) return { dimension: null, values: [], share: 1 };
  const { score: _, ...cause } = best;
  return cause;
}

function standingOut(cells: readonly ChangeCell[], dimension: string) {
  const whole = { change: changeOf(cells), before: before(cells) };
  const isRise = whole.change > 0n;
  const values = [...groupBy(cells, ({ values: of }) => of[dimension] ?? null)]
    .map(([value, of]) => ({ value, change: changeOf(of), before: before(of) }))
    .filter(({ change }) => (isRise ? change > 0n : change < 0n))
    .sort((one, other) => Math.abs(Number(other.change)) - Math.abs(Number(one.change)));
  for (let count = 1; count <= VALUES_AT_MOST && count <= values.length; count += 1) {
    const chosen = values.slice(0, count);
    const share = ratio(sum(chosen.map(({ change }) => change)), whole.change);
    if (share < EXPLAINS) continue;
    const usual = sum(chosen.map((of) => of.before));
    const ofUsual = whole.before === 0n ? 0 : ratio(usual, whole.before);
    // Of values that explain as much, fewer say more.
    const score = Math.min(1, share) - ofUsual - (count - 1) * 0.01;
    if (score < STANDS_OUT_BY) return null;
    return { dimension, values: chosen.map(({ value }) => value), share, score };
  }
  return null;
}

/** Parts that move what a measure is of: what a call costs is not moved by how many there are. */
const isPartOf = (part: ChangePart, measure: Measure): boolean =>
  measure === "cost" || part !== "volume";

/** What changed of some drivers: the part that moved most of a measure, and its dollars. */
export function largestPart(
  changes: readonly Pick<Driver, "change" | "parts">[],
  measure: Measure = "cost",
): Readonly<{ part: ChangePart; amount: Picodollars }> {
  const parts = changeParts
    .filter((part) => isPartOf(part, measure))
    .map((part) => ({ part, amount: sum(changes.map(({ parts: of }) => of[part])) }));
  const isRise = sum(parts.map(({ amount }) => amount)) > 0n;
  let largest = parts[0];
  for (const one of parts) {
    if (largest === undefined) continue;
    if (isRise ? one.amount > largest.amount : one.amount < largest.amount) largest = one;
  }
  if (largest === undefined) throw new TypeError("a change has parts");
  return largest;
}
