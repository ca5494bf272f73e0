import {
  billByReport,
  billedMachinesReport,
  billOverTimeReport,
  sharedReport,
  spendReport,
  type TimeGrain,
} from "@headgate/contract";
import type { BillCost, BillGroup } from "../search/bills-search.ts";
import type { TimeSpan } from "../time/time-span.ts";
import { askApi, pathWith } from "./request.ts";

const rangeOf = ({ fromMs, toMs }: TimeSpan) => ({
  from: new Date(fromMs).toISOString(),
  to: new Date(toMs).toISOString(),
});

/** Bill lines by one of their dimensions. */
export const askBillBy = (
  question: Readonly<{ span: TimeSpan; by: BillGroup; limit: number }>,
  signal?: AbortSignal,
) =>
  askApi(
    pathWith("/api/reports/bill-by", {
      ...rangeOf(question.span),
      by: question.by,
      limit: question.limit,
    }),
    billByReport,
    { signal },
  );

/** The same in buckets of time. */
export const askBillOverTime = (
  question: Readonly<{ span: TimeSpan; by: BillGroup; grain: TimeGrain; limit: number }>,
  signal?: AbortSignal,
) =>
  askApi(
    pathWith("/api/reports/bill-over-time", {
      ...rangeOf(question.span),
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
