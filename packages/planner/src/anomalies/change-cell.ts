import { type Picodollars, subtract, sum } from "@headgate/money";
import type { Slice } from "./find-anomalies.ts";

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
