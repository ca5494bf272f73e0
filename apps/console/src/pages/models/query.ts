import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { askModelOffers, askModels } from "../../api/models.ts";
import { askRouting } from "../../api/routing.ts";
import type { ModelsSearch } from "../../search/models-search.ts";
import { useAskedAgain } from "../../shell/held-still.ts";
import { DAY_MS } from "../../time/time-span.ts";

/** Models on one page of the list. */
export const MODELS_ON_A_PAGE = 50;
const STALE_MS = 5 * 60_000;
const REFRESH_MS = 15_000;
/** Offers rest on the calls of so many days. */
export const OFFER_DAYS = 7;

/** One page of the catalogue. */
export const useModels = (search: ModelsSearch) =>
  useQuery({
    queryKey: ["models", search],
    queryFn: ({ signal }) => askModels({ ...search, limit: MODELS_ON_A_PAGE }, signal),
    staleTime: STALE_MS,
    placeholderData: keepPreviousData,
  });

/** What models that are in no pool could take of the last days' calls. */
export const useModelOffers = () =>
  useQuery({
    queryKey: ["models", "offers"],
    queryFn: ({ signal }) => {
      const toMs = Date.now();
      return askModelOffers({ fromMs: toMs - OFFER_DAYS * DAY_MS, toMs }, signal);
    },
    staleTime: STALE_MS,
  });

/** How the models of the pools stand. */
export const usePools = () =>
  useQuery({
    queryKey: ["routing"],
    queryFn: ({ signal }) => askRouting(signal),
    ...useAskedAgain(REFRESH_MS),
  });
