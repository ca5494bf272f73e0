import {
  type BillDimension,
  billByReport,
  billedMachinesReport,
  billOverTimeReport,
  sharedReport,
  spendReport,
  type TimeGrain,
} from "@headgate/contract";
import type { BillFilter } from "../search/bill-filter.ts";
import type { BillCost, BillGroup } from "../search/bills-search.ts";
import type { TimeSpan } from "../time/time-span.ts";
import { askApi, pathWith } from "./request.ts";

const rangeOf = ({ fromMs, toMs }: TimeSpan) => ({
  from: new Date(fromMs).toISOString(),
  to: new Date(toMs).toISOString(),
});

/** Which bill lines are asked about, and by which cost their groups are ranked. */
type BillQuestion = Readonly<{
  span: TimeSpan;
  filter?: BillFilter | undefined;
  rank?: BillCost | undefined;
  /** Without the lines that are about no AI. */
  ai?: boolean | undefined;
  limit: number;
}>;

const parametersOf = ({ span, filter, rank, ai }: BillQuestion) => ({
  ...rangeOf(span),
  ...filter,
  ...(rank === "billed" && { rank: "billed_cost" }),
  ...(ai === true && { ai: "true" }),
});

/** Bill lines by one of their dimensions. */
export const askBillBy = (question: BillQuestion & { by: BillDimension }, signal?: AbortSignal) =>
  askApi(
    pathWith("/api/reports/bill-by", {
      ...parametersOf(question),
      by: question.by,
      limit: question.limit,
    }),
    billByReport,
    { signal },
  );

/** The same in buckets of time; without a dimension, all lines together. */
export const askBillOverTime = (
  question: BillQuestion & { by?: BillGroup | undefined; grain: TimeGrain },
  signal?: AbortSignal,
) =>
  askApi(
    pathWith("/api/reports/bill-over-time", {
      ...parametersOf(question),
      by: question.by,
      grain: question.grain,
      limit: question.limit,
    }),
    billOverTimeReport,
    { signal },
  );

/** What each team is billed of its own, and its part of the lines that several share. */
export const askSharedBills = (span: TimeSpan, signal?: AbortSignal) =>
  askApi(
    pathWith("/api/reports/shared", { ...rangeOf(span), over: "bills", by: "team" }),
    sharedReport,
    { signal },
  );

/** All that was spent, each dollar once: bills where they cover a provider's day, calls where none does. */
export const askSpend = (
  question: Readonly<{ span: TimeSpan; cost: BillCost }>,
  signal?: AbortSignal,
) =>
  askApi(
    pathWith("/api/reports/spend", { ...rangeOf(question.span), cost: question.cost }),
    spendReport,
    { signal },
  );

/** Machines with accelerators on the bills, and endpoints each by itself. */
export const askBilledMachines = (span: TimeSpan, signal?: AbortSignal) =>
  askApi(pathWith("/api/reports/billed-machines", rangeOf(span)), billedMachinesReport, { signal });
