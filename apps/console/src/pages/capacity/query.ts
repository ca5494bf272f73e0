import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { askBilledMachines } from "../../api/bills.ts";
import {
  askDemand,
  askMachinePrices,
  planCommitments,
  planMachines,
  planSelfHost,
} from "../../api/plan.ts";
import { DAY_MS, type TimeSpan } from "../../time/time-span.ts";
import { readJsonText } from "./read-json-text.ts";

/** Demand is read by the minute: not with every call that is loaded. */
const STALE_MS = 300_000;

export const lastDays = (days: number): TimeSpan => {
  const toMs = Date.now();
  return { fromMs: toMs - days * DAY_MS, toMs };
};

export const useDemand = (days: number, model: string | undefined) =>
  useQuery({
    queryKey: ["plan-demand", days, model],
    queryFn: ({ signal }) => askDemand({ span: lastDays(days), model }, signal),
    placeholderData: keepPreviousData,
    staleTime: STALE_MS,
  });

export const useBilledMachines = (days: number) =>
  useQuery({
    queryKey: ["billed-machines", days],
    queryFn: ({ signal }) => askBilledMachines(lastDays(days), signal),
    staleTime: STALE_MS,
  });

export const useMachinePrices = () =>
  useQuery({
    queryKey: ["machine-prices"],
    queryFn: ({ signal }) => askMachinePrices(signal),
    staleTime: STALE_MS,
  });

export const useSelfHostPlan = () => useMutation({ mutationFn: planSelfHost });

export const useCommitmentsPlan = () =>
  useMutation({
    mutationFn: async ({ text, days }: Readonly<{ text: string; days: number }>) =>
      await planCommitments({ file: readJsonText(text), span: lastDays(days) }),
  });

export const useMachinesPlan = () =>
  useMutation({
    mutationFn: async (text: string) => await planMachines(readJsonText(text)),
  });
