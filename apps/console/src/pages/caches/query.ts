import type { TimeGrain } from "@headgate/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { askCacheStats, askCacheUse, askPrefixStats, askSavings } from "../../api/caches.ts";
import type { View } from "../../search/view-search.ts";
import { useAskedAgain } from "../../shell/held-still.ts";
import { spanOf } from "../../time/range.ts";
import { DAY_MS, type TimeSpan } from "../../time/time-span.ts";
import { savedByCaches } from "./saved-by-caches.ts";

const MOVE_ON_MS = 15_000;

/** Hours of up to two days, days of up to a year, else months. */
const grainFor = ({ fromMs, toMs }: TimeSpan): TimeGrain => {
  const days = (toMs - fromMs) / DAY_MS;
  if (days <= 2) return "hour";
  return days <= 366 ? "day" : "month";
};

/** What the cache did and saved in a range. */
export const useCacheHistory = (view: View) =>
  useQuery({
    queryKey: ["ledger", "caches", view],
    queryFn: async ({ signal }) => {
      const span = spanOf(view.range, Date.now());
      const grain = grainFor(span);
      const asked = { span, grain, filter: view.filter, charges: view.charges };
      const [use, savings] = await Promise.all([
        askCacheUse(asked, signal),
        askSavings(asked, signal),
      ]);
      return { span, grain, use: use.rows, savings: savedByCaches(savings.rows) };
    },
    placeholderData: keepPreviousData,
    ...useAskedAgain(view.range.kind === "preset" ? MOVE_ON_MS : false),
  });
export type CacheHistory = NonNullable<ReturnType<typeof useCacheHistory>["data"]>;

/** What the gateway's memory holds at this moment. */
export const useCacheStats = () =>
  useQuery({
    queryKey: ["cache"],
    queryFn: ({ signal }) => askCacheStats(signal),
    ...useAskedAgain(MOVE_ON_MS),
  });

/** How the providers' prompt caches did since the gateway started. */
export const usePrefixStats = () =>
  useQuery({
    queryKey: ["cache", "prefix"],
    queryFn: ({ signal }) => askPrefixStats(signal),
    ...useAskedAgain(MOVE_ON_MS),
  });
