import type { ReconciledBill } from "@headgate/advisor";
import type { LedgerExtent, LedgerStore } from "@headgate/ledger";
import { type ReconcileTerms, reconcileRange } from "./reconcile-range.ts";

type Terms = Omit<ReconcileTerms, "ledger"> &
  Readonly<{ ledger: Pick<LedgerStore, "report" | "extent"> }>;

/** How much of a range's bills calls explain, by currency; none where no bill reaches the range. */
export async function reconciledBills(
  terms: Terms,
  range: Readonly<{ from: string; to: string }>,
): Promise<readonly ReconciledBill[]> {
  if (!(await doBillsReach(terms, range))) return [];
  const { totals, target } = await reconcileRange(terms, { ...range, cost: "effective", limit: 1 });
  return totals.flatMap(({ currency, reconciled_share: share, unexplained }) =>
    share === null ? [] : [{ currency, share: Number(share), target: Number(target), unexplained }],
  );
}

/** Whether any bill is about a part of the range. */
export async function doBillsReach(
  { ledger }: Pick<Terms, "ledger">,
  range: Readonly<{ from: string; to: string }>,
): Promise<boolean> {
  return isReached(await ledger.extent(), range);
}

/** The same of a ledger whose extent is known. */
export const isReached = (
  { billsFromMs, billsToMs }: Pick<LedgerExtent, "billsFromMs" | "billsToMs">,
  { from, to }: Readonly<{ from: string; to: string }>,
): boolean =>
  billsFromMs !== undefined &&
  billsToMs !== undefined &&
  billsFromMs < Date.parse(to) &&
  billsToMs > Date.parse(from);
