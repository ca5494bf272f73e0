import type { ChargeBasis, Filter } from "@headgate/contract";
import {
  billingReport,
  callsReport,
  type Dimension,
  type ExploreRank,
  exploreReport,
  spendByReport,
  spendOverTimeReport,
  type TimeGrain,
  totalsReport,
  unpricedReport,
} from "@headgate/contract";
import type { CallsSearch } from "../search/calls-search.ts";
import type { TimeSpan } from "../time/time-span.ts";
import { askApi, pathWith } from "./request.ts";

/** What every report is asked for: a span of time, the filters, and whose charges. */
export type Question = Readonly<{ span: TimeSpan; filter: Filter; charges: ChargeBasis }>;

/** The parameters that every report has. */
export const parametersOf = ({ span, filter, charges }: Question) => ({
  from: new Date(span.fromMs).toISOString(),
  to: new Date(span.toMs).toISOString(),
  ...filter,
  // What the address of the API takes anyway stays out of it.
  ...(charges === "original" && { charges }),
});

export const askTotals = (question: Question, signal?: AbortSignal) =>
  askApi(pathWith("/api/reports/totals", parametersOf(question)), totalsReport, { signal });

export const askSpendOverTime = (
  question: Question & { grain: TimeGrain; by: Dimension; limit: number },
  signal?: AbortSignal,
) =>
  askApi(
    pathWith("/api/reports/spend-over-time", {
      ...parametersOf(question),
      grain: question.grain,
      by: question.by,
      limit: question.limit,
    }),
    spendOverTimeReport,
    { signal },
  );

export const askSpendBy = (
  question: Question & { by: Dimension; limit: number },
  signal?: AbortSignal,
) =>
  askApi(
    pathWith("/api/reports/spend-by", {
      ...parametersOf(question),
      by: question.by,
      limit: question.limit,
    }),
    spendByReport,
    { signal },
  );

export const askExplore = (
  question: Question & {
    by: Dimension;
    split?: Dimension | undefined;
    grain?: TimeGrain | undefined;
    rank: ExploreRank;
    limit: number;
    splitLimit?: number | undefined;
  },
  signal?: AbortSignal,
) =>
  askApi(
    pathWith("/api/reports/explore", {
      ...parametersOf(question),
      by: question.by,
      split: question.split,
      grain: question.grain,
      rank: question.rank,
      limit: question.limit,
      split_limit: question.splitLimit,
    }),
    exploreReport,
    { signal },
  );

export const askUnpriced = (question: Question, signal?: AbortSignal) =>
  askApi(pathWith("/api/reports/unpriced", parametersOf(question)), unpricedReport, { signal });

/** What the days of a span are billed as, whatever the filters: credits pay for the whole bill. */
export const askBilling = (question: Omit<Question, "filter">, signal?: AbortSignal) =>
  askApi(
    pathWith("/api/reports/billing", parametersOf({ ...question, filter: {} })),
    billingReport,
    { signal },
  );

/** What a list of calls can be narrowed to beside the filters. */
type Acted = Pick<CallsSearch, "lever" | "did" | "part" | "cut">;

export const askCalls = (
  question: Question & { sort: string; order: string; limit: number; offset: number } & Acted,
  signal?: AbortSignal,
) =>
  askApi(
    pathWith("/api/calls", {
      ...parametersOf(question),
      sort: question.sort,
      order: question.order,
      limit: question.limit,
      offset: question.offset,
      lever: question.lever,
      did: question.did,
      part: question.part,
      cut: question.cut,
    }),
    callsReport,
    { signal },
  );
