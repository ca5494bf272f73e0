import { useQuery } from "@tanstack/react-query";
import { askPrices } from "../../api/prices.ts";

const STALE_MS = 5 * 60_000;

/** The price book as it holds today. */
export const usePrices = () =>
  useQuery({
    queryKey: ["prices"],
    queryFn: ({ signal }) => askPrices(signal),
    staleTime: STALE_MS,
  });
