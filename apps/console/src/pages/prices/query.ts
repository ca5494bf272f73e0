import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { askPrices } from "../../api/prices.ts";
import type { PricesSearch } from "../../search/prices-search.ts";

/** Models on one page of the list. */
export const MODELS_ON_A_PAGE = 100;

const NAMES_OFFERED = 20;
const STALE_MS = 5 * 60_000;

/** One page of the price book as it holds on a day; today unless said. */
export const usePrices = (search: PricesSearch) =>
  useQuery({
    queryKey: ["prices", search],
    queryFn: ({ signal }) => askPrices({ ...search, limit: MODELS_ON_A_PAGE }, signal),
    staleTime: STALE_MS,
    placeholderData: keepPreviousData,
  });

/** Names of models that have what was typed so far. */
export const useModelNames = (typed: string) =>
  useQuery({
    queryKey: ["prices", "names", typed],
    queryFn: async ({ signal }) => {
      const { models } = await askPrices({ q: typed.slice(0, 200), limit: NAMES_OFFERED }, signal);
      return [...new Set(models.map(({ model }) => model))];
    },
    staleTime: STALE_MS,
    placeholderData: keepPreviousData,
  });
