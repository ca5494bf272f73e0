import { useQuery } from "@tanstack/react-query";
import { askBatches } from "../../api/batches.ts";

/** Batches take minutes to hours. */
const REFRESH_MS = 10_000;

export const useBatches = () =>
  useQuery({
    queryKey: ["batches"],
    queryFn: ({ signal }) => askBatches(signal),
    refetchInterval: REFRESH_MS,
  });
