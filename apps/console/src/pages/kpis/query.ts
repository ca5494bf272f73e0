import type { KpiGrain } from "@headgate/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { askKpis } from "../../api/insight.ts";
import type { View } from "../../search/view-search.ts";
import { useAskedAgain } from "../../shell/held-still.ts";
import { spanOf } from "../../time/range.ts";
import { DAY_MS, type TimeSpan } from "../../time/time-span.ts";

/** A course has a point for each hour of two days, each day of two months, each week of a year. */
const kpiGrainFor = ({ fromMs, toMs }: TimeSpan): KpiGrain => {
  const days = (toMs - fromMs) / DAY_MS;
  if (days <= 2) return "hour";
  return days <= 60 ? "day" : "week";
};

/** Each point asks for all that KPIs are made of: not with every call that is loaded. */
const COURSE_STALE_MS = 60_000;

/** The KPIs of a view, and their course, which takes longer and comes after. */
export const useKpis = (view: View, chosen: KpiGrain | undefined) => {
  const { range, filter } = view;
  const now = useQuery({
    queryKey: ["ledger", "kpis", range, filter],
    queryFn: ({ signal }) => askKpis({ span: spanOf(range, Date.now()), filter }, signal),
    placeholderData: keepPreviousData,
    ...useAskedAgain(false),
  });
  const course = useQuery({
    queryKey: ["kpi-course", range, filter, chosen],
    queryFn: async ({ signal }) => {
      const span = spanOf(range, Date.now());
      const grain = chosen ?? kpiGrainFor(span);
      const { course: parts } = await askKpis({ span, filter, grain }, signal);
      return { span, grain, parts: parts ?? [] };
    },
    placeholderData: keepPreviousData,
    ...useAskedAgain(false),
    staleTime: COURSE_STALE_MS,
  });
  return { now, course };
};

export type KpiCourse = NonNullable<ReturnType<typeof useKpis>["course"]["data"]>;
