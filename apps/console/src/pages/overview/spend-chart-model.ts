import type { SpendOverTimeRow, TimeGrain } from "@headgate/contract";
import { parseDollars, picodollars, ZERO } from "@headgate/money";
import { knownPart, type Spend, spendFrom } from "../../format/spend.ts";
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
  spend: Spend;
}>;

/** One bar: a bucket of time with the spend of each series. */
export type ChartPoint = Readonly<{
  startMs: number;
  endMs: number;
  label: string;
  title: string;
  /** By the series' keys; a series without calls in the bucket has none. */
  spends: ReadonlyMap<string, Spend>;
  spend: Spend;
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

/** Adds a row to the spend of its like. */
const addSpend = (row: SpendOverTimeRow, soFar: Spend | undefined): Spend => {
  const before = soFar === undefined ? undefined : knownPart(soFar);
  const amount = parseDollars(row.effective_cost);
  const unpricedBefore = soFar === undefined || soFar.kind === "whole" ? 0 : soFar.unpricedAttempts;
  return spendFrom(
    before === undefined ? amount : picodollars(before + amount),
    unpricedBefore + row.unpriced_attempts,
  );
};

/** Larger first; what is not known at all comes after what is. */
const compareSpend = (left: Spend, right: Spend): number => {
  const [first, second] = [knownPart(left), knownPart(right)];
  if (first === second) return 0;
  if (first === undefined) return 1;
  return second === undefined || first > second ? -1 : 1;
};

const seriesOf = (rows: readonly SpendOverTimeRow[], split: ChartSplit): ChartSeries[] => {
  const byKey = new Map<string, ChartSeries>();
  for (const row of rows) {
    const key = seriesKey(row);
    byKey.set(key, {
      key,
      group: row.group,
      other: row.is_other,
      label: labelOf(row, split),
      spend: addSpend(row, byKey.get(key)?.spend),
    });
  }
  return [...byKey.values()].sort((left, right) => {
    if (left.other !== right.other) return left.other ? 1 : -1;
    const bySpend = compareSpend(left.spend, right.spend);
    if (bySpend !== 0) return bySpend;
    return left.key < right.key ? -1 : 1;
  });
};

type Tally = {
  spends: Map<string, Spend>;
  spend: Spend | undefined;
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
      spends: new Map(),
      spend: undefined,
      calls: 0,
      tokens: 0,
      unpricedAttempts: 0,
    };
    const key = seriesKey(row);
    tally.spends.set(key, addSpend(row, tally.spends.get(key)));
    tally.spend = addSpend(row, tally.spend);
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
      spends: tally === undefined ? new Map() : tally.spends,
      // No call, no spend: this nothing is known.
      spend: tally?.spend ?? spendFrom(ZERO, 0),
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
