import { type ChangePart, changeParts } from "@headgate/contract";
import { divideRounded, type Picodollars, picodollars, subtract, sum, ZERO } from "@headgate/money";
import { groupBy } from "../statistics/group-by.ts";
import type { Change, ChangeParts } from "./decompose-change.ts";
import { shareByShapley } from "./share-by-shapley.ts";
import { addUp, type Drivers, largestFirst } from "./top-drivers.ts";

/** What lines of bills say of one thing in one period. */
type BilledAmount = Readonly<{
  lines: number;
  cost: Picodollars;
  /** In the thing's unit, with twelve places; null where a line does not say how much it is for. */
  quantity: bigint | null;
}>;

/** One thing that is billed, in one unit, with one combination of values, in two periods. */
export type BilledCell = Readonly<{
  /** By dimension. */
  values: Readonly<Record<string, string | null>>;
  before: BilledAmount;
  after: BilledAmount;
}>;

/**
 * Divides the change of what some things were billed at into its parts, exactly: quantity (`volume`) and effective price of
 * each thing, by Shapley's value; what one period alone bills is `new` or `gone`; what tells no quantity is `other`.
 */
export function decomposeBilled(cells: readonly BilledCell[]): Change {
  const before = sum(cells.map((cell) => cell.before.cost));
  const after = sum(cells.map((cell) => cell.after.cost));
  return {
    before,
    after,
    change: subtract(after, before),
    parts: Object.fromEntries(
      changeParts.map((part) => [part, sum(cells.map((cell) => partsOf(cell)[part] ?? ZERO))]),
    ) as ChangeParts,
  };
}

type Parts = Readonly<Partial<Record<ChangePart, Picodollars>>>;

function partsOf({ before, after }: BilledCell): Parts {
  const change = subtract(after.cost, before.cost);
  if (before.lines === 0) return { new: change };
  if (after.lines === 0) return { gone: change };
  const [was, is] = [before.quantity, after.quantity];
  // Of no quantity, or a corrected one below zero, there is no price.
  if (was === null || is === null || was <= 0n || is <= 0n) return { other: change };
  const costs = [before, after] as const;
  const quantities = [was, is] as const;
  const [volume, price] = shareByShapley(2, (changed) => {
    const quantity = quantities[(changed & 1) as 0 | 1];
    const rate = (changed >> 1) as 0 | 1;
    return picodollars(divideRounded(costs[rate].cost, quantities[rate], quantity));
  });
  return { volume: volume ?? ZERO, price: price ?? ZERO };
}

/**
 * The values of a dimension that moved what was billed most. The drivers' and the others' changes, and each of their parts,
 * add up to the total's.
 *
 * @param by one of the cells' dimensions
 */
export function topBillDrivers(cells: readonly BilledCell[], by: string, limit: number): Drivers {
  const drivers = [...groupBy(cells, ({ values }) => values[by] ?? null)]
    .map(([value, of]) => ({ value, ...decomposeBilled(of) }))
    .sort(largestFirst);
  const others = drivers.slice(limit);
  return {
    total: addUp(drivers),
    drivers: drivers.slice(0, limit),
    others: addUp(others),
    otherValues: others.length,
  };
}
