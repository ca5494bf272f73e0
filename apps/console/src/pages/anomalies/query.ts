import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { askAnomalies, askForecast } from "../../api/insight.ts";
import { askSpendOverTime } from "../../api/reports.ts";
import type { View } from "../../search/view-search.ts";
import { useAskedAgain } from "../../shell/held-still.ts";
import { spanOf } from "../../time/range.ts";
import { DAY_MS } from "../../time/time-span.ts";

type SeriesGrain = "hour" | "day";

/** Twelve weeks of history are read for each answer: not with every call that is loaded. */
const STALE_MS = 60_000;
/** Below a week, days are too few to see anything; beyond two weeks, hours too many to draw. */
const HOURS_BELOW_DAYS = 7;

/** What was off in the range of a view. */
export const useAnomalies = ({ range, filter }: View, chosen: SeriesGrain | undefined) =>
  useQuery({
    queryKey: ["anomalies", range, filter, chosen],
    queryFn: async ({ signal }) => {
      const span = spanOf(range, Date.now());
      const grain: SeriesGrain =
        chosen ?? ((span.toMs - span.fromMs) / DAY_MS < HOURS_BELOW_DAYS ? "hour" : "day");
      return { span, grain, report: await askAnomalies({ span, filter, grain }, signal) };
    },
    placeholderData: keepPreviousData,
    ...useAskedAgain(false),
    staleTime: STALE_MS,
  });
export type Found = NonNullable<ReturnType<typeof useAnomalies>["data"]>;

/** What the month and the quarter will have cost, and the days of the quarter so far. */
export const useForecast = ({ filter }: View) =>
  useQuery({
    queryKey: ["forecast", filter],
    queryFn: async ({ signal }) => {
      const report = await askForecast(filter, signal);
      const starts = report.forecasts.map(({ start }) => Date.parse(start));
      const span = { fromMs: Math.min(...starts), toMs: Math.floor(Date.now() / DAY_MS) * DAY_MS };
      const days =
        starts.length === 0 || span.toMs <= span.fromMs
          ? []
          : (
              await askSpendOverTime(
                { span, filter, charges: "current", grain: "day", by: "provider", limit: 1 },
                signal,
              )
            ).rows;
      return { report, days, todayMs: span.toMs };
    },
    placeholderData: keepPreviousData,
    ...useAskedAgain(false),
    staleTime: STALE_MS,
  });
export type Foretold = NonNullable<ReturnType<typeof useForecast>["data"]>;
