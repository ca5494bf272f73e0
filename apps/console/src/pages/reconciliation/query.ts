import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { askReconciliation, takeRates } from "../../api/reconcile.ts";
import { askSources } from "../../api/sources.ts";
import type { BillCost } from "../../search/bills-search.ts";
import { type BillTime, billSpanOf } from "../bills/query.ts";

/** So many of the largest differences are drawn and listed; how many are left out is said. */
const MOST_CELLS = 1_000;
const STALE_MS = 60_000;

type Question = Readonly<{ span: BillTime; cost: BillCost; provider: string | undefined }>;

/** Calls against bills; null where no bill came in. */
export const useReconciliation = (question: Question) =>
  useQuery({
    queryKey: ["reconciliation", question],
    queryFn: async ({ signal }) => {
      const { sources } = await askSources(signal);
      const span = billSpanOf(sources, question.span, Date.now());
      if (span === undefined) return null;
      const { cost, provider } = question;
      const report = await askReconciliation({ span, cost, provider, limit: MOST_CELLS }, signal);
      return { span, report, question };
    },
    placeholderData: keepPreviousData,
    staleTime: STALE_MS,
  });

/** Takes rates over; asked again it changes nothing. */
export const useTakeRates = () => useMutation({ mutationFn: takeRates });

export type Reconciliation = NonNullable<ReturnType<typeof useReconciliation>["data"]>;
