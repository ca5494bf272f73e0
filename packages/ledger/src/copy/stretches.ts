import { addDollars, type CopiedAmounts } from "./copied-amounts.ts";
import type { HourRange, HourSum } from "./ledger-tables.ts";

/** Rows of hours that are compared at once, on the side that has more of them; a fuller hour is one stretch. */
const ROWS_A_STRETCH = 20_000;
const HOURS_A_DAY = 24;

/** Hours of one day that follow one another in a table, and are all equal on both sides, or all differ. */
export type Stretch = Readonly<{
  range: HourRange;
  /** Those of them that have rows. */
  hours: number;
  /** Of the source, as its sums had it. */
  rows: number;
  amounts: CopiedAmounts;
  isEqual: boolean;
  /** Whether the target has rows of them. */
  isThere: boolean;
}>;

/** @param options `rest`: hours that only the target has are not looked at */
export function stretchesOf(
  source: readonly HourSum[],
  target: readonly HourSum[],
  { rest }: Readonly<{ rest: boolean }>,
): readonly Stretch[] {
  const theirs = new Map(target.map((sum) => [sum.hour, sum]));
  const ours = new Map(
    [...(rest ? [] : target.map(emptied)), ...source].map((sum) => [sum.hour, sum]),
  );
  const stretches: Stretch[] = [];
  let size = 0;
  for (const sum of [...ours.values()].toSorted((one, other) => one.hour - other.hour)) {
    const there = theirs.get(sum.hour);
    const isEqual = areEqual(there, sum);
    const last = stretches.at(-1);
    const rows = Math.max(sum.rows, there === undefined ? 0 : there.rows);
    if (
      last?.isEqual === isEqual &&
      dayOf(last.range.from) === dayOf(sum.hour) &&
      size + rows <= ROWS_A_STRETCH
    ) {
      size += rows;
      stretches[stretches.length - 1] = {
        range: { from: last.range.from, to: sum.hour },
        hours: last.hours + 1,
        rows: last.rows + sum.rows,
        amounts: added(last.amounts, sum.amounts),
        isEqual,
        isThere: last.isThere || there !== undefined,
      };
      continue;
    }
    size = rows;
    stretches.push({
      ...{ range: { from: sum.hour, to: sum.hour }, hours: 1, rows: sum.rows },
      ...{ amounts: sum.amounts, isEqual, isThere: there !== undefined },
    });
  }
  return stretches;
}

export function areEqual(one: HourSum | undefined, other: HourSum): boolean {
  if (one === undefined || other.hashes === null || one.hashes !== other.hashes) return false;
  if (one.rows !== other.rows) return false;
  return Object.entries(other.amounts).every(([name, sum]) => one.amounts[name] === sum);
}

const emptied = ({ hour }: HourSum): HourSum => ({ hour, rows: 0, hashes: null, amounts: {} });
const dayOf = (hour: number): number => Math.floor(hour / HOURS_A_DAY);

const added = (one: CopiedAmounts, other: CopiedAmounts): CopiedAmounts =>
  Object.fromEntries(
    [...new Set([...Object.keys(one), ...Object.keys(other)])].map((name) => [
      name,
      addDollars(one[name] ?? null, other[name] ?? null),
    ]),
  );
