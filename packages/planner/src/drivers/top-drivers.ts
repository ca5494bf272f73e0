import { changeParts } from "@headgate/contract";
import { type Picodollars, sum } from "@headgate/money";
import { type Change, type ChangeParts, decomposeChange } from "./decompose-change.ts";
import type { SumsByModel } from "./usage-sum.ts";

/**
 * Sums by the value of one dimension. Null stands for calls without a value. What was grouped away because
 * there were too many values is one more group, `rest`, and the same values in both periods.
 */
export type SumsByValue = Readonly<{
  values: ReadonlyMap<string | null, SumsByModel>;
  rest: SumsByModel;
}>;

export type Driver = Change & Readonly<{ value: string | null }>;

export type Drivers = Readonly<{
  /** The change of all, and its parts: the values' added up. */
  total: Change;
  /** Values that moved the cost most, up or down, the largest first. */
  drivers: readonly Driver[];
  /** All other values together, `rest` among them. */
  others: Change;
  /** How many values `others` are, without `rest`. */
  otherValues: number;
}>;

/**
 * The values of a dimension that moved the cost most between two periods, each divided into its parts. The
 * drivers' and the others' changes, and each of their parts, add up to the total's.
 *
 * @param limit how many drivers to name
 */
export function topDrivers(before: SumsByValue, after: SumsByValue, limit = 5): Drivers {
  const values = new Set([...before.values.keys(), ...after.values.keys()]);
  const drivers = [...values]
    .map((value) => ({
      value,
      ...decomposeChange(before.values.get(value) ?? NONE, after.values.get(value) ?? NONE),
    }))
    .sort(largestFirst);
  const rest = decomposeChange(before.rest, after.rest);
  const named = drivers.slice(0, limit);
  const others = drivers.slice(limit);
  return {
    total: addUp([...drivers, rest]),
    drivers: named,
    others: addUp([...others, rest]),
    otherValues: others.length,
  };
}

const NONE: SumsByModel = new Map();

const magnitude = (amount: Picodollars): bigint => (amount < 0n ? -amount : amount);

/** By the size of the change; of equal ones the dearer now, then by name, so that an answer stays the same. */
export function largestFirst(left: Driver, right: Driver): number {
  const changes = magnitude(right.change) - magnitude(left.change);
  if (changes !== 0n) return changes > 0n ? 1 : -1;
  if (left.after !== right.after) return right.after > left.after ? 1 : -1;
  if (left.value === right.value) return 0;
  if (left.value === null || right.value === null) return left.value === null ? 1 : -1;
  return left.value < right.value ? -1 : 1;
}

/** Changes as one: each of their parts adds up. */
export const addUp = (changes: readonly Change[]): Change => ({
  before: sum(changes.map(({ before }) => before)),
  after: sum(changes.map(({ after }) => after)),
  change: sum(changes.map(({ change }) => change)),
  parts: Object.fromEntries(
    changeParts.map((part) => [part, sum(changes.map(({ parts }) => parts[part]))]),
  ) as ChangeParts,
});
