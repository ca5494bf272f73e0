import { billSources, type SourceState, type TimeGrain } from "@headgate/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { askBillBy, askBillOverTime, askSharedBills, askSpend } from "../../api/bills.ts";
import { askSources } from "../../api/sources.ts";
import type { BillCost, BillGroup, BillSpan } from "../../search/bills-search.ts";
import { useAskedAgain } from "../../shell/held-still.ts";
import { bucketEnd, bucketStart } from "../../time/buckets.ts";
import { DAY_MS, type TimeSpan } from "../../time/time-span.ts";

const NAMED_SERIES = 7;
const NAMED_GROUPS = 50;
const DAYS_READ_ONE_BY_ONE = 100;

const daysBack = { "30d": 30, "90d": 90, "365d": 365 } as const;

const isBill = ({ source }: SourceState): boolean => billSources.some((bill) => bill === source);

/** The days of bills: so far back, or those of the page that led here. */
export type BillTime = BillSpan | TimeSpan;

/** What an address of bills says of time; a range goes before a span. */
export const billTimeOf = ({
  span = "all",
  from,
  to,
}: Readonly<{
  span?: BillSpan | undefined;
  from?: string | undefined;
  to?: string | undefined;
}>): BillTime =>
  from === undefined || to === undefined
    ? span
    : { fromMs: Date.parse(from), toMs: Date.parse(to) };

/** The time that is looked at, whole days (UTC) unless the address has a range; undefined when no bill came in. */
export const billSpanOf = (
  states: readonly SourceState[],
  span: BillTime,
  nowMs: number,
): TimeSpan | undefined => {
  const moments = states
    .filter(isBill)
    .flatMap(({ first_at, last_at }) => [first_at, last_at])
    .flatMap((moment) => (moment === null ? [] : [Date.parse(moment)]));
  if (moments.length === 0) return undefined;
  if (typeof span === "object") return span;
  if (span === "all") {
    // Whole months: a line for a month lies across any smaller range.
    return {
      fromMs: bucketStart(Math.min(...moments), "month"),
      toMs: bucketEnd(bucketStart(Math.max(...moments), "month"), "month"),
    };
  }
  const toMs = bucketEnd(bucketStart(nowMs, "day"), "day");
  return { fromMs: toMs - daysBack[span] * DAY_MS, toMs };
};

/** Bills over a span: their lines by a dimension, over time, and beside the calls. */
export const useBills = (question: Readonly<{ by: BillGroup; span: BillTime; cost: BillCost }>) =>
  useQuery({
    queryKey: ["ledger", "bills", question],
    queryFn: async ({ signal }) => {
      const { by, cost } = question;
      const { sources } = await askSources(signal);
      const span = billSpanOf(sources, question.span, Date.now());
      // Queries do not answer undefined.
      if (span === undefined) return null;
      const days = (span.toMs - span.fromMs) / DAY_MS;
      const grain: TimeGrain = days <= DAYS_READ_ONE_BY_ONE ? "day" : "month";
      const [overTime, lines, spend] = await Promise.all([
        askBillOverTime({ span, by, grain, rank: cost, limit: NAMED_SERIES }, signal),
        askBillBy({ span, by, rank: cost, limit: NAMED_GROUPS }, signal),
        askSpend({ span, cost }, signal),
      ]);
      return { question, span, grain, overTime, lines, spend };
    },
    placeholderData: keepPreviousData,
    ...useAskedAgain(false),
  });

export type Bills = NonNullable<ReturnType<typeof useBills>["data"]>;

/** How bills are shared among teams: by itself, so that a range with too much to share leaves the rest shown. */
export const useSharedBills = (span: TimeSpan) =>
  useQuery({
    queryKey: ["ledger", "bills", "shared", span],
    queryFn: ({ signal }) => askSharedBills(span, signal),
    placeholderData: keepPreviousData,
    ...useAskedAgain(false),
  });
