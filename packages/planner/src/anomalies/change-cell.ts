import { divideRounded, type Picodollars, subtract, sum } from "@headgate/money";
import type { Slice } from "./find-anomalies.ts";
import type { Measure } from "./measures.ts";

/** What the calls of one combination of values cost in a usual span and in an anomalous one. */
export type ChangeCell = Readonly<{
  /** By dimension. */
  values: Readonly<Record<string, string | null>>;
  before: Readonly<{ attempts: number; tokens: number; cost: Picodollars }>;
  after: Readonly<{ attempts: number; tokens: number; cost: Picodollars }>;
}>;

type Where = Pick<Slice, "dimension" | "value">;

/** Whether a cell's calls are of a slice. */
export const isWithin = ({ values }: ChangeCell, { dimension, value }: Where): boolean =>
  dimension === null || values[dimension] === value;

export const before = (cells: readonly ChangeCell[]): Picodollars =>
  sum(cells.map((cell) => cell.before.cost));
export const after = (cells: readonly ChangeCell[]): Picodollars =>
  sum(cells.map((cell) => cell.after.cost));
export const changeOf = (cells: readonly ChangeCell[]): Picodollars =>
  subtract(after(cells), before(cells));

/** Only ranks and compares; dollars are never worked out with it. */
export const ratio = (part: bigint, whole: bigint): number => Number(part) / Number(whole);

/**
 * Cells with what they would have cost before, had there been as many calls, or tokens, as now: what is left of the
 * change is of what one of them costs.
 */
export const asManyUnits = (
  cells: readonly ChangeCell[],
  measure: Measure,
): readonly ChangeCell[] =>
  measure === "cost"
    ? cells
    : cells.map((cell) => {
        const name = measure === "cost_per_call" ? "attempts" : "tokens";
        const [was, is] = [cell.before[name], cell.after[name]];
        if (was === 0) return cell;
        const cost = divideRounded(cell.before.cost, BigInt(was), BigInt(is));
        return { ...cell, before: { ...cell.before, [name]: is, cost } };
      });

/** The value of a dimension that all calls of a slice have, and no others; null where there is none. */
export function sameCallsBy(
  dimension: string,
  where: Where,
  cells: readonly ChangeCell[],
): string | null {
  const first = cells.find((cell) => isWithin(cell, where));
  const value = first?.values[dimension] ?? null;
  if (value === null) return null;
  const same = { dimension, value };
  return cells.every((cell) => isWithin(cell, where) === isWithin(cell, same)) ? value : null;
}
