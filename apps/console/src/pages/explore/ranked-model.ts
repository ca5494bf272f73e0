import type { ExploreRow } from "@headgate/contract";
import { changeFrom, changeText, shareOf, shareText } from "../../format/share.ts";
import type { ExploreSort } from "../../search/explore-search.ts";
import { compareKnown, describedMeasures, type Figure, figureOf } from "./figure.ts";
import { filterValueOf, gathered, keyOf, labelOf } from "./over-time-model.ts";
import type { Explored } from "./query.ts";
import { addSums, NO_SUMS, type Sums, sumsOf } from "./sums.ts";

/** A value of the second dimension within a group. */
type Part = Readonly<{ key: string; label: string; figure: Figure }>;

/** One bar, and one row of the table. */
export type Ranked = Readonly<{
  key: string;
  label: string;
  filterValue: string | undefined;
  sums: Sums;
  figure: Figure;
  /** Of the whole range; a dash for what does not add up. */
  share: string;
  /** Undefined where nothing is compared, or where it is not known what was before. */
  before: Figure | undefined;
  /** `new` where there was nothing before; undefined where it cannot be told. */
  change: string | undefined;
  /** To sort by. */
  changeAmount: bigint | undefined;
  parts: readonly Part[];
}>;

export type Ranking = Readonly<{
  rows: readonly Ranked[];
  whole: Sums;
  wholeBefore: Sums | undefined;
  /** The values of the second dimension, largest first. */
  splits: readonly Readonly<{ key: string; label: string }>[];
}>;

/** Groups as the server ranked them, each with what it was in the period before. */
export const rankingOf = (explored: Explored): Ranking => {
  const { ranked, earlier, exploration } = explored;
  const { measure, by, split } = exploration;
  const groups = new Map<string, ExploreRow[]>();
  for (const row of ranked.rows) {
    const key = keyOf(row.group, row.is_other);
    const rows = groups.get(key);
    if (rows === undefined) groups.set(key, [row]);
    else rows.push(row);
  }
  const whole = ranked.rows.reduce((sums, row) => addSums(sums, sumsOf(row)), NO_SUMS);
  const wholeAmount = figureOf(measure, whole).amount;
  const before =
    earlier === undefined
      ? undefined
      : gathered(earlier.ranked.rows, (row) => keyOf(row.group, row.is_other));

  const rows = [...groups].map(([key, parts]): Ranked => {
    const [first] = parts;
    const group = first?.group ?? null;
    const sums = parts.reduce((total, row) => addSums(total, sumsOf(row)), NO_SUMS);
    const figure = figureOf(measure, sums);
    const sumsBefore = beforeOf(key, before, earlier?.ranked.left_out);
    const figureBefore = sumsBefore === undefined ? undefined : figureOf(measure, sumsBefore);
    return {
      key,
      label: labelOf(by, group, key === "other"),
      filterValue: filterValueOf(group, key === "other"),
      sums,
      figure,
      share:
        !describedMeasures[measure].adds || figure.amount === undefined || wholeAmount === undefined
          ? "–"
          : shareText(shareOf(figure.amount, wholeAmount)),
      before: figureBefore,
      change: changeOf(figure, figureBefore),
      changeAmount:
        figure.amount === undefined || figureBefore === undefined
          ? undefined
          : figureBefore.amount === undefined
            ? undefined
            : figure.amount - figureBefore.amount,
      parts:
        split === undefined
          ? []
          : parts.map((row) => ({
              key: keyOf(row.split, row.split_is_other),
              label: labelOf(split, row.split, row.split_is_other),
              figure: figureOf(measure, sumsOf(row)),
            })),
    };
  });
  const splits = new Map(
    rows.flatMap(({ parts }) => parts.map(({ key, label }) => [key, label] as const)),
  );
  return {
    rows,
    whole,
    wholeBefore: earlier?.ranked.rows.reduce((sums, row) => addSums(sums, sumsOf(row)), NO_SUMS),
    splits: [...splits].map(([key, label]) => ({ key, label })),
  };
};

/** The rest of now is not the rest of before; a group that is missed among all of them was not there. */
const beforeOf = (
  key: string,
  before: ReadonlyMap<string, Sums> | undefined,
  leftOut: number | undefined,
): Sums | undefined => {
  if (before === undefined || key === "other") return undefined;
  const sums = before.get(key);
  if (sums !== undefined) return sums;
  return leftOut === 0 ? NO_SUMS : undefined;
};

/** Undefined where it cannot be told: one of the two is not known, or is only a bound. */
export const changeOf = (now: Figure, before: Figure | undefined): string | undefined => {
  if (now.amount === undefined || before?.amount === undefined) return undefined;
  if (now.bound || before.bound) return undefined;
  if (before.amount === 0n) return now.amount === 0n ? "0%" : "new";
  const change = changeFrom(now.amount, before.amount);
  return change === undefined ? undefined : changeText(change);
};

/** Sorted by a column; the rest comes last, and what is not known after what is. */
export const sortedRanking = (
  rows: readonly Ranked[],
  sort: ExploreSort,
  ascending: boolean,
): readonly Ranked[] => {
  const compare = (left: Ranked, right: Ranked): number => {
    switch (sort) {
      case "measure":
        return compareKnown(left.figure.amount, right.figure.amount);
      case "name":
        return -left.label.localeCompare(right.label);
      case "calls":
        return left.sums.calls - right.sums.calls;
      case "change":
        return compareKnown(left.changeAmount, right.changeAmount);
      default:
        return sort satisfies never;
    }
  };
  return [...rows].sort((left, right) => {
    if ((left.key === "other") !== (right.key === "other")) return left.key === "other" ? 1 : -1;
    return ascending ? compare(left, right) : compare(right, left);
  });
};
