import { useQuery } from "@tanstack/react-query";
import { askPrices } from "../../api/prices.ts";

const STALE_MS = 5 * 60_000;

/** The price book as it holds on a day; today unless said. */
export const usePrices = (at?: string) =>
  useQuery({
    queryKey: ["prices", at],
    queryFn: ({ signal }) => askPrices(at, signal),
    staleTime: STALE_MS,
  });
