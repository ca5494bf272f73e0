import { useQuery } from "@tanstack/react-query";
import { askBatches } from "../../api/batches.ts";
import { useAskedAgain } from "../../shell/held-still.ts";

/** Batches take minutes to hours. */
const REFRESH_MS = 10_000;

export const useBatches = () =>
  useQuery({
    queryKey: ["batches"],
    queryFn: ({ signal }) => askBatches(signal),
    ...useAskedAgain(REFRESH_MS),
  });
