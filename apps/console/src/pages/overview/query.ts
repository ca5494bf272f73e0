import type { TimeGrain } from "@headgate/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { askSavings } from "../../api/caches.ts";
import {
  askBilling,
  askSpendBy,
  askSpendOverTime,
  askTotals,
  askUnpriced,
  type Question,
} from "../../api/reports.ts";
import type { ChartSplit } from "../../search/overview-search.ts";
import type { View } from "../../search/view-search.ts";
import { useAskedAgain } from "../../shell/held-still.ts";
import { grainFor } from "../../time/grain.ts";
import { spanOf } from "../../time/range.ts";
import { spanBefore, type TimeSpan } from "../../time/time-span.ts";

const ROWS_IN_A_TABLE = 8;
const NAMED_SERIES = 7;
/** A moving range moves on also when nothing new is loaded. */
const MOVE_ON_MS = 30_000;
const EARLIER_STALE_MS = 60_000;
/** Credits are worked out from their first day on: not with every call that is loaded. */
const BILL_STALE_MS = 60_000;

const questionOf = ({ range, filter, charges }: View): Question => ({
  span: spanOf(range, Date.now()),
  filter,
  charges,
});

const askFigures = async (view: View, signal: AbortSignal) => {
  const question = questionOf(view);
  const [{ totals }, byModel, byTeam] = await Promise.all([
    askTotals(question, signal),
    askSpendBy({ ...question, by: "model", limit: ROWS_IN_A_TABLE }, signal),
    askSpendBy({ ...question, by: "team", limit: ROWS_IN_A_TABLE }, signal),
  ]);
  const [outcomes, unpriced] = await Promise.all([
    totals.failed_attempts === 0
      ? undefined
      : askSpendBy({ ...question, by: "outcome", limit: ROWS_IN_A_TABLE }, signal),
    totals.unpriced_attempts === 0 ? undefined : askUnpriced(question, signal),
  ]);
  return { span: question.span, totals, byModel, byTeam, outcomes, unpriced };
};

const askChart = async (view: View, split: ChartSplit, signal: AbortSignal) => {
  const question = questionOf(view);
  const grain: TimeGrain = grainFor(question.span);
  const { rows } = await askSpendOverTime(
    { ...question, grain, by: split, limit: NAMED_SERIES },
    signal,
  );
  const span: TimeSpan = question.span;
  return { span, grain, split, rows };
};

/** Everything that the overview shows, asked again whenever the ledger grows. */
export const useOverview = (view: View, split: ChartSplit) => {
  const askedAgain = useAskedAgain(view.range.kind === "preset" ? MOVE_ON_MS : false);
  const billAskedAgain = useAskedAgain(BILL_STALE_MS);
  const notMoving = useAskedAgain(false);
  const figures = useQuery({
    queryKey: ["ledger", "figures", view],
    queryFn: ({ signal }) => askFigures(view, signal),
    placeholderData: keepPreviousData,
    ...askedAgain,
  });
  const chart = useQuery({
    queryKey: ["ledger", "chart", view, split],
    queryFn: ({ signal }) => askChart(view, split, signal),
    placeholderData: keepPreviousData,
    ...askedAgain,
  });
  const earlier = useQuery({
    queryKey: ["earlier", view],
    queryFn: async ({ signal }) => {
      const question = questionOf(view);
      const before = spanBefore(question.span);
      return { span: before, ...(await askTotals({ ...question, span: before }, signal)) };
    },
    staleTime: EARLIER_STALE_MS,
    ...notMoving,
  });
  const isFiltered = Object.values(view.filter).some((value) => value !== undefined);
  const bill = useQuery({
    queryKey: ["bill", view.range, view.charges],
    queryFn: ({ signal }) => askBilling(questionOf(view), signal),
    enabled: !isFiltered,
    staleTime: BILL_STALE_MS,
    ...billAskedAgain,
  });
  const saved = useQuery({
    queryKey: ["ledger", "saved", view],
    // Few buckets: they are added up.
    queryFn: ({ signal }) => askSavings({ ...questionOf(view), grain: "month" }, signal),
    placeholderData: keepPreviousData,
    ...askedAgain,
  });
  return { figures, chart, earlier, bill: isFiltered ? undefined : bill, saved };
};
