import type { Dimension, ExploreRow } from "@headgate/contract";
import { dimensionNames, valueText } from "../../format/words.ts";
import type { Measure } from "../../search/explore-search.ts";
import { bucketEnd, bucketStart, bucketStarts } from "../../time/buckets.ts";
import { bucketLabel, bucketTitle } from "../../time/time-text.ts";
import { compareKnown, describedMeasures, figureOf } from "./figure.ts";
import type { Explored } from "./query.ts";
import { addSums, NO_SUMS, type Sums, sumsOf } from "./sums.ts";

/** One colour of a chart. */
export type Series = Readonly<{
  key: string;
  label: string;
  /** What filters its calls; undefined for the rest, which no single filter names. */
  filterValue: string | undefined;
  sums: Sums;
}>;

/** One bucket of time, beside the bucket that lies as far into the period before. */
export type Point = Readonly<{
  startMs: number;
  endMs: number;
  label: string;
  title: string;
  bySeries: ReadonlyMap<string, Sums>;
  whole: Sums;
  before: Sums | undefined;
}>;

export type OverTime = Readonly<{ series: readonly Series[]; points: readonly Point[] }>;

export const keyOf = (value: string | null, isOther: boolean): string => {
  if (isOther) return "other";
  return value === null ? "none" : `=${value}`;
};

export const labelOf = (dimension: Dimension, value: string | null, isOther: boolean): string => {
  const name = dimensionNames[dimension].toLowerCase();
  if (isOther) return `Other, by ${name}`;
  return value === null || value === "" ? `No ${name}` : valueText(dimension, value);
};

export const filterValueOf = (value: string | null, isOther: boolean): string | undefined =>
  isOther ? undefined : (value ?? "");

/** Rows of one kind added up, in the order in which they first come. */
export const gathered = <Key>(
  rows: readonly ExploreRow[],
  keyOfRow: (row: ExploreRow) => Key,
): Map<Key, Sums> => {
  const sums = new Map<Key, Sums>();
  for (const row of rows) {
    const key = keyOfRow(row);
    sums.set(key, addSums(sums.get(key) ?? NO_SUMS, sumsOf(row)));
  }
  return sums;
};

/** Buckets without gaps; named series in the order of their size, the rest last. */
export const overTimeOf = ({
  exploration,
  span,
  grain,
  stackedBy,
  overTime,
  earlier,
}: Explored): OverTime => {
  const startOf = (row: ExploreRow) => bucketStart(Date.parse(String(row.start)), grain);
  const seriesKey = (row: ExploreRow) => keyOf(row.group, row.is_other);
  const sumsBySeries = gathered(overTime, seriesKey);
  const wholes = gathered(overTime, startOf);
  const cells = gathered(overTime, (row) => `${startOf(row)} ${seriesKey(row)}`);
  const before =
    earlier === undefined
      ? undefined
      : {
          starts: bucketStarts(earlier.span, grain),
          wholes: gathered(earlier.overTime, startOf),
        };
  const firstRows = new Map(overTime.map((row) => [seriesKey(row), row] as const));
  const series = [...firstRows].map(
    ([key, row]): Series => ({
      key,
      label: labelOf(stackedBy, row.group, row.is_other),
      filterValue: filterValueOf(row.group, row.is_other),
      sums: sumsBySeries.get(key) ?? NO_SUMS,
    }),
  );
  return {
    series: series.sort(bySize(exploration.measure)),
    points: bucketStarts(span, grain).map((startMs, index): Point => {
      const beforeStart = before?.starts[index];
      return {
        startMs,
        endMs: bucketEnd(startMs, grain),
        label: bucketLabel(startMs, grain, span),
        title: bucketTitle(startMs, grain),
        bySeries: new Map(
          series.flatMap(({ key }) => {
            const sums = cells.get(`${startMs} ${key}`);
            return sums === undefined ? [] : [[key, sums] as const];
          }),
        ),
        whole: wholes.get(startMs) ?? NO_SUMS,
        before:
          before === undefined || beforeStart === undefined
            ? undefined
            : (before.wholes.get(beforeStart) ?? NO_SUMS),
      };
    }),
  };
};

/** `other` comes last, whatever its size; of a ratio, the size is that of what it is a part of. */
const bySize =
  (measure: Measure) =>
  (left: Series, right: Series): number => {
    if ((left.key === "other") !== (right.key === "other")) return left.key === "other" ? 1 : -1;
    const described = describedMeasures[measure];
    const size = described.adds ? measure : described.rank;
    return compareKnown(figureOf(size, right.sums).amount, figureOf(size, left.sums).amount);
  };
