import type { SpendOverTimeRow, TimeGrain } from "@headgate/contract";
import { type Picodollars, parseDollars, picodollars } from "@headgate/money";
import type { ChartSplit } from "../../search/overview-search.ts";
import { bucketEnd, bucketStart, bucketStarts } from "../../time/buckets.ts";
import type { TimeSpan } from "../../time/time-span.ts";
import { bucketLabel, bucketTitle } from "../../time/time-text.ts";

/** One colour of the stack. `other` gathers what is not named. */
export type ChartSeries = Readonly<{
  key: string;
  group: string | null;
  other: boolean;
  label: string;
  total: Picodollars;
}>;

/** One bar: a bucket of time with the spend of each series. */
export type ChartPoint = Readonly<{
  startMs: number;
  endMs: number;
  label: string;
  title: string;
  amounts: ReadonlyMap<string, Picodollars>;
  total: Picodollars;
  calls: number;
  tokens: number;
  unpricedAttempts: number;
}>;

export type SpendChart = Readonly<{
  series: readonly ChartSeries[];
  points: readonly ChartPoint[];
}>;

const seriesKey = (row: Pick<SpendOverTimeRow, "group" | "is_other">): string => {
  if (row.is_other) return "other";
  return row.group === null ? "none" : `=${row.group}`;
};

const labelOf = (row: SpendOverTimeRow, split: ChartSplit): string => {
  if (row.is_other) return `Other ${split}s`;
  return row.group === null || row.group === "" ? `No ${split}` : row.group;
};

const seriesOf = (rows: readonly SpendOverTimeRow[], split: ChartSplit): ChartSeries[] => {
  const byKey = new Map<string, ChartSeries>();
  for (const row of rows) {
    const key = seriesKey(row);
    const known = byKey.get(key);
    const soFar = known === undefined ? 0n : known.total;
    byKey.set(key, {
      key,
      group: row.group,
      other: row.is_other,
      label: labelOf(row, split),
      total: picodollars(soFar + parseDollars(row.effective_cost)),
    });
  }
  return [...byKey.values()].sort((left, right) => {
    if (left.other !== right.other) return left.other ? 1 : -1;
    if (left.total !== right.total) return left.total > right.total ? -1 : 1;
    return left.key < right.key ? -1 : 1;
  });
};

type Tally = {
  amounts: Map<string, Picodollars>;
  total: bigint;
  calls: number;
  tokens: number;
  unpricedAttempts: number;
};

/** The server's rows as a stack of bars without gaps: a quiet bucket is a bar of no height. */
export const spendChartOf = (answer: {
  rows: readonly SpendOverTimeRow[];
  span: TimeSpan;
  grain: TimeGrain;
  split: ChartSplit;
}): SpendChart => {
  const { rows, span, grain, split } = answer;
  const tallies = new Map<number, Tally>();
  for (const row of rows) {
    const startMs = bucketStart(Date.parse(row.start), grain);
    const tally: Tally = tallies.get(startMs) ?? {
      amounts: new Map(),
      total: 0n,
      calls: 0,
      tokens: 0,
      unpricedAttempts: 0,
    };
    const amount = parseDollars(row.effective_cost);
    const key = seriesKey(row);
    const soFar = tally.amounts.get(key);
    tally.amounts.set(key, soFar === undefined ? amount : picodollars(soFar + amount));
    tally.total += amount;
    tally.calls += row.calls;
    tally.tokens += row.input_tokens + row.output_tokens;
    tally.unpricedAttempts += row.unpriced_attempts;
    tallies.set(startMs, tally);
  }
  const points = bucketStarts(span, grain).map((startMs): ChartPoint => {
    const tally = tallies.get(startMs);
    return {
      startMs,
      endMs: bucketEnd(startMs, grain),
      label: bucketLabel(startMs, grain, span),
      title: bucketTitle(startMs, grain),
      amounts: tally === undefined ? new Map() : tally.amounts,
      total: picodollars(tally === undefined ? 0n : tally.total),
      calls: tally === undefined ? 0 : tally.calls,
      tokens: tally === undefined ? 0 : tally.tokens,
      unpricedAttempts: tally === undefined ? 0 : tally.unpricedAttempts,
    };
  });
  return { series: seriesOf(rows, split), points };
};

/** What filters the calls of a series; undefined for the rest, which no single filter names. */
export const filterValueOf = (series: ChartSeries): string | undefined => {
  if (series.other) return undefined;
  return series.group === null ? "" : series.group;
};
