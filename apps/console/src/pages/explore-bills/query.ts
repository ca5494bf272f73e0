import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { askBillBy, askBillOverTime } from "../../api/bills.ts";
import type { BillFilter } from "../../search/bill-filter.ts";
import type { BillCost, BillGroup } from "../../search/bills-search.ts";
import type { BillGrain } from "../../search/explored-bills-search.ts";
import { useAskedAgain } from "../../shell/held-still.ts";
import { wholeDaysOf } from "../../time/buckets.ts";
import { type Range, spanOf } from "../../time/range.ts";
import { DAY_MS, spanBefore, type TimeSpan } from "../../time/time-span.ts";

const NAMED_SERIES = 7;
const NAMED_GROUPS = 50;
/** So many that a group of now is missed before only if it was not there, or that is said. */
const GROUPS_BEFORE = 1_000;

/** What an exploration of bills asks, with everything that stands at its default filled in. */
export type BillExploration = Readonly<{
  range: Range;
  filter: BillFilter;
  by: BillGroup;
  cost: BillCost;
  /** Undefined: as fine as can be read. */
  grain: BillGrain | undefined;
  compare: boolean;
  /** Without the lines that are about no AI. */
  ai: boolean;
}>;

const DAYS_READ_ONE_BY_ONE = 100;
const DAYS_READ_BY_WEEKS = 400;

/** Days while they can be read one by one, then weeks, then months. */
export const billGrainFor = ({ fromMs, toMs }: TimeSpan): BillGrain => {
  const days = (toMs - fromMs) / DAY_MS;
  if (days <= DAYS_READ_ONE_BY_ONE) return "day";
  return days <= DAYS_READ_BY_WEEKS ? "week" : "month";
};

const ask = async (exploration: BillExploration, signal: AbortSignal) => {
  const { range, filter, by, cost, grain: chosen, compare, ai } = exploration;
  const span = wholeDaysOf(spanOf(range, Date.now()));
  const grain = chosen ?? billGrainFor(span);
  const question = { span, filter, rank: cost, ai };
  const before = { ...question, span: spanBefore(span) };
  const [overTime, lines, linesBefore, wholeBefore] = await Promise.all([
    askBillOverTime({ ...question, by, grain, limit: NAMED_SERIES }, signal),
    askBillBy({ ...question, by, limit: NAMED_GROUPS }, signal),
    compare ? askBillBy({ ...before, by, limit: GROUPS_BEFORE }, signal) : undefined,
    compare ? askBillOverTime({ ...before, grain: "month", limit: 1 }, signal) : undefined,
  ]);
  const earlier =
    linesBefore === undefined || wholeBefore === undefined
      ? undefined
      : { lines: linesBefore, whole: wholeBefore };
  return { question: { by, cost }, span, grain, overTime, lines, earlier };
};

/**
 * Bills by a dimension, over time and beside the time before: answers of one question, so that no two on screen disagree.
 * @param exploration undefined where a filter is on that no bill line knows: then nothing is asked
 */
export const useExploredBills = (exploration: BillExploration | undefined) =>
  useQuery({
    queryKey: ["ledger", "explore-bills", exploration],
    queryFn: exploration === undefined ? skipToken : ({ signal }) => ask(exploration, signal),
    placeholderData: keepPreviousData,
    ...useAskedAgain(false),
  });
