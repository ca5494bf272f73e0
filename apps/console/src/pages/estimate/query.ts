import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { askEstimate } from "../../api/prices.ts";
import type { EstimateReading } from "./view-model.ts";

/** What the calls cost on each model; nothing is asked before the question is whole. */
export const useEstimate = (reading: EstimateReading) =>
  useQuery({
    queryKey: ["prices", "estimate", reading],
    queryFn: ({ signal }) => {
      if (reading.kind !== "ready") throw new Error("the question is not whole");
      return askEstimate(reading.request, signal);
    },
    enabled: reading.kind === "ready",
    placeholderData: keepPreviousData,
  });
