import { MOST_EXPLORED_ROWS, MOST_KPI_POINTS, type TimeGrain } from "@headgate/contract";
import type { z } from "@hono/zod-openapi";

/** More buckets than this are no picture any more, and would only load the ledger. */
const MAX_BUCKETS = 10_000;

const MINUTE_MS = 60_000;
/** Length of a bucket, for counting; a month counts as its shortest. */
const grainMs: Readonly<Record<TimeGrain, number>> = {
  minute: MINUTE_MS,
  hour: 60 * MINUTE_MS,
  day: 24 * 60 * MINUTE_MS,
  week: 7 * 24 * 60 * MINUTE_MS,
  month: 28 * 24 * 60 * MINUTE_MS,
};

type Range = Readonly<{ from: string; to: string }>;
/** NaN where a time cannot be read: that fault is named already, so the rules below let it pass. */
const lengthMs = ({ from, to }: Range): number => Date.parse(to) - Date.parse(from);

/** Adds that a time range runs forward. */
export const rangeOrdered = <Schema extends z.ZodType<Range>>(schema: Schema) =>
  schema.refine((range) => !(lengthMs(range) <= 0), { path: ["to"], error: "must be after from" });

/** Adds that the range holds a bounded number of buckets, where there are any. */
export const bucketsBounded = <Schema extends z.ZodType<Range & { grain?: TimeGrain | undefined }>>(
  schema: Schema,
) =>
  schema.refine(
    ({ grain, ...range }) =>
      grain === undefined || !(lengthMs(range) / grainMs[grain] > MAX_BUCKETS),
    {
      path: ["grain"],
      error: `makes more than ${MAX_BUCKETS} buckets of this range; choose a coarser one`,
    },
  );

/** Adds that the steps of time of a range are bounded in number, where there are any. */
export const bucketsOfOutcomesBounded = <
  Schema extends z.ZodType<Range & { grain?: TimeGrain | undefined; limit: number }>,
>(
  schema: Schema,
) =>
  schema.refine(
    ({ grain, limit, ...range }) =>
      grain === undefined || !((lengthMs(range) / grainMs[grain]) * (limit + 1) > MAX_BUCKETS),
    {
      path: ["grain"],
      error: `can make more than ${MAX_BUCKETS} rows of this range; choose a coarser one or fewer groups`,
    },
  );

/** A year of hours is as much as is judged at once. */
const MAX_DAYS = 366;

/** Adds that the range is not longer than a year. */
export const lengthBounded = <Schema extends z.ZodType<Range>>(schema: Schema) =>
  schema.refine((range) => !(lengthMs(range) / grainMs.day > MAX_DAYS), {
    path: ["from"],
    error: `must be at most ${MAX_DAYS} days before to`,
  });

const kpiGrainMs = { hour: grainMs.hour, day: grainMs.day, week: grainMs.week } as const;

/** Adds that the course of KPIs has a bounded number of points. */
export const courseBounded = <
  Schema extends z.ZodType<Range & { grain?: keyof typeof kpiGrainMs | undefined }>,
>(
  schema: Schema,
) =>
  schema.refine(
    ({ grain, ...range }) =>
      grain === undefined || !(lengthMs(range) / kpiGrainMs[grain] > MOST_KPI_POINTS),
    {
      path: ["grain"],
      error: `makes more than ${MOST_KPI_POINTS} points of this range; choose a coarser one`,
    },
  );

type Exploration = Range &
  Readonly<{
    grain?: TimeGrain | undefined;
    split?: string | undefined;
    limit: number;
    split_limit: number;
  }>;

/** The rows that an exploration can have at most: `other` is one more group, the edges one more bucket. */
const mostRows = (query: Exploration): number =>
  (query.grain === undefined ? 1 : Math.ceil(lengthMs(query) / grainMs[query.grain]) + 1) *
  (query.limit + 1) *
  (query.split === undefined ? 1 : query.split_limit + 1);

/** Adds that an exploration has a bounded number of rows. */
export const explorationBounded = <Schema extends z.ZodType<Exploration>>(schema: Schema) =>
  schema.refine((query) => !(mostRows(query) > MOST_EXPLORED_ROWS), {
    path: ["limit"],
    error: `can make more than ${MOST_EXPLORED_ROWS} rows of this range; name fewer groups or a coarser grain`,
  });
