import { reconcileReport, takeRatesResponse } from "@headgate/contract";
import type { BillCost } from "../search/bills-search.ts";
import type { TimeSpan } from "../time/time-span.ts";
import { askApi, pathWith } from "./request.ts";

/** Takes rates that bills of a span show over as overlays: those of these names. */
export const takeRates = ({
  span,
  ...question
}: Readonly<{
  span: TimeSpan;
  cost: BillCost;
  provider: string | undefined;
  names: readonly string[];
}>) =>
  askApi("/api/reconcile/take-rates", takeRatesResponse, {
    method: "POST",
    body: {
      from: new Date(span.fromMs).toISOString(),
      to: new Date(span.toMs).toISOString(),
      ...question,
      apply: true,
    },
  });

/** How far calls explain the bills of a span; the largest differences first. */
export const askReconciliation = (
  question: Readonly<{
    span: TimeSpan;
    cost: BillCost;
    provider: string | undefined;
    limit: number;
  }>,
  signal?: AbortSignal,
) =>
  askApi(
    pathWith("/api/reconcile", {
      from: new Date(question.span.fromMs).toISOString(),
      to: new Date(question.span.toMs).toISOString(),
      cost: question.cost,
      provider: question.provider,
      limit: question.limit,
    }),
    reconcileReport,
    { signal },
  );
