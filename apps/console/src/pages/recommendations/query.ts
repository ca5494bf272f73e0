import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import {
  actOnRecommendation,
  askRecommendation,
  askRecommendations,
} from "../../api/recommendations.ts";
import { DAY_MS } from "../../time/time-span.ts";
import { afterAct } from "./after-act.ts";

/** Every lever is tried out for an answer: not with every call that is loaded. */
const STALE_MS = 300_000;
/** While a set is worked out. */
const LOOK_AGAIN_MS = 1_500;

export const useRecommendations = (days: number) =>
  useQuery({
    queryKey: ["recommendations", days],
    queryFn: ({ signal }) => {
      const toMs = Date.now();
      return askRecommendations({ fromMs: toMs - days * DAY_MS, toMs }, signal);
    },
    placeholderData: keepPreviousData,
    staleTime: STALE_MS,
    refetchInterval: ({ state: { data } }) =>
      data === undefined || data.computing === null ? false : LOOK_AGAIN_MS,
  });

export const useRecommendation = (id: string) =>
  useQuery({
    queryKey: ["recommendation", id],
    queryFn: ({ signal }) => askRecommendation(id, signal),
    staleTime: STALE_MS,
  });

export const useAct = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: actOnRecommendation,
    onSuccess: (detail) => afterAct(client, detail),
  });
};
