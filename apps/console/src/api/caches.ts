import {
  type ChargeBasis,
  cacheStatsSchema,
  cacheUseReport,
  type Filter,
  prefixStatsSchema,
  savingsReport,
  type TimeGrain,
} from "@headgate/contract";
import type { TimeSpan } from "../time/time-span.ts";
import { askApi, pathWith } from "./request.ts";

type Question = Readonly<{
  span: TimeSpan;
  filter: Filter;
  charges: ChargeBasis;
  grain: TimeGrain;
}>;

const parametersOf = ({ span, filter, charges, grain }: Question) => ({
  from: new Date(span.fromMs).toISOString(),
  to: new Date(span.toMs).toISOString(),
  ...filter,
  ...(charges === "original" && { charges }),
  grain,
});

/** What each lever saved, bucket by bucket. */
export const askSavings = (question: Question, signal?: AbortSignal) =>
  askApi(pathWith("/api/reports/savings", parametersOf(question)), savingsReport, { signal });

/** What the cache did for calls, bucket by bucket. */
export const askCacheUse = (question: Question, signal?: AbortSignal) =>
  askApi(pathWith("/api/reports/cache-use", parametersOf(question)), cacheUseReport, { signal });

/** What the gateway's cache holds now. */
export const askCacheStats = (signal?: AbortSignal) =>
  askApi("/api/cache", cacheStatsSchema, { signal });

/** What the gateway knows of the providers' prompt caches. */
export const askPrefixStats = (signal?: AbortSignal) =>
  askApi("/api/cache/prefix", prefixStatsSchema, { signal });
