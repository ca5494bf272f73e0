import { type BillCost, type BillSpan, readBillsSearch } from "./bills-search.ts";
import { oneOf, withoutDefaults } from "./one-of.ts";

/** What the difference is drawn by. */
const differenceSplits = ["day", "model", "component", "provider"] as const;
export type DifferenceSplit = (typeof differenceSplits)[number];

/** The address of the reconciliation; what stands at its default is left out. */
export type ReconciliationSearch = {
  span?: BillSpan | undefined;
  /** Both or none: the range of the page that led here goes before the span. */
  from?: string | undefined;
  to?: string | undefined;
  cost?: BillCost | undefined;
  /** As the price book names it. */
  provider?: string | undefined;
  differences_by?: DifferenceSplit | undefined;
};

/** @throws SearchFailure when a parameter is wrong. */
export const readReconciliationSearch = (
  search: Readonly<Record<string, unknown>>,
): ReconciliationSearch => {
  const { span, cost, from, to } = readBillsSearch({
    span: search.span,
    cost: search.cost,
    from: search.from,
    to: search.to,
  });
  const { provider } = search;
  return withoutDefaults<ReconciliationSearch>({
    span,
    from,
    to,
    cost,
    provider: typeof provider === "string" && provider !== "" ? provider : undefined,
    differences_by: oneOf(search, "differences_by", differenceSplits, "day"),
  });
};
