import { useQuery } from "@tanstack/react-query";
import { askDisagreements, askPriceHistory } from "../../api/prices.ts";

const STALE_MS = 60_000;
type Model = Readonly<{ provider?: string | undefined; model: string }>;

/** All records of a model, and where imported catalogues say something else. */
export const useModelPrices = (model: Model) => ({
  history: useQuery({
    queryKey: ["prices", "history", model],
    queryFn: ({ signal }) => askPriceHistory(model, signal),
    staleTime: STALE_MS,
  }),
  disagreements: useQuery({
    queryKey: ["prices", "disagreements", model],
    queryFn: ({ signal }) => askDisagreements(model, signal),
    staleTime: STALE_MS,
  }),
});
