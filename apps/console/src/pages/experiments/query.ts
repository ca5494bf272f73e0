import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { askExperiment, askExperiments } from "../../api/experiments.ts";
import type { View } from "../../search/view-search.ts";
import { spanOf } from "../../time/range.ts";

/** Sessions are many: not with every call that is loaded. */
const STALE_MS = 60_000;

/** The experiments of a view's range. */
export const useExperiments = ({ range, filter, charges }: View) =>
  useQuery({
    queryKey: ["experiments", range, filter, charges],
    queryFn: ({ signal }) =>
      askExperiments({ span: spanOf(range, Date.now()), filter, charges }, signal),
    placeholderData: keepPreviousData,
    staleTime: STALE_MS,
  });

/** One of them, over time. */
export const useExperiment = ({ range, filter, charges }: View, name: string) =>
  useQuery({
    queryKey: ["experiment", name, range, filter, charges],
    queryFn: ({ signal }) =>
      askExperiment({ name, span: spanOf(range, Date.now()), filter, charges }, signal),
    staleTime: STALE_MS,
  });
