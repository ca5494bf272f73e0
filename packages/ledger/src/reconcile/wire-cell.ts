import type { ReconciliationCell } from "@headgate/contract";
import { amountText, totalOf } from "./amounts.ts";
import { billCostOf, billedOf, type Cell, calledOf, callsCostOf } from "./cell.ts";
import type { SideGroup } from "./group-sides.ts";
import { tiersOf } from "./name-rate.ts";
import type { PriceNames } from "./price-names.ts";
import { quantityText } from "./quantity-text.ts";
import type { SplitCell } from "./reconcile-group.ts";
import type { TotalRow } from "./sides.ts";

/** A cell as it is shown, with the provider's own sum of usage beside it. */
export function wireCell(
  { group, cell, parts }: SplitCell & Readonly<{ group: SideGroup }>,
  totals: readonly TotalRow[],
  names: PriceNames,
): ReconciliationCell {
  const isCounted = cell.component !== null;
  const notes = parts.flatMap(({ note }) => note ?? []);
  // Of a shift the calls are shown where they were made.
  return {
    provider: group.provider,
    accounts: [...group.billingAccounts].sort(),
    currency: group.currency,
    start: new Date(cell.startMs).toISOString(),
    end: new Date(cell.endMs).toISOString(),
    model: cell.model,
    component: cell.component,
    bill_cost: amountText(billCostOf(cell)),
    calls_cost: amountText(callsCostOf(cell) - cell.shifted),
    bill_quantity: isCounted && cell.bill !== undefined ? quantityText(billedOf(cell)) : null,
    calls_quantity: isCounted && cell.calls !== undefined ? quantityText(calledOf(cell)) : null,
    provider_quantity: ownSum(group.provider, cell, totals, names),
    bill_tiers: cell.bill === undefined ? [] : [...tiersOf(cell.bill.rows)].sort(),
    calls_tiers: cell.calls === undefined ? [] : [...tiersOf(cell.calls.rows)].sort(),
    parts: parts.map(({ cause, reason, amount }) => ({
      cause,
      reason,
      amount: amountText(amount),
    })),
    note: notes.length === 0 ? null : notes.join("; "),
  };
}

/** What the provider's own sums say of a cell: evidence that usage took place which nobody called. */
function ownSum(
  provider: string | null,
  { startMs, endMs, model, component, tier }: Cell,
  totals: readonly TotalRow[],
  names: PriceNames,
): string | null {
  if (provider === null || model === null || component === null) return null;
  // Sums know no tier: that of a cell's tier alone is not known.
  if (tier !== undefined) return null;
  const isOfCell = (total: TotalRow): boolean =>
    names.provider(total.provider) === provider &&
    total.startMs >= startMs &&
    total.endMs <= endMs &&
    total.model !== null &&
    total.component === component &&
    names.model({
      own: total.provider,
      provider,
      name: total.model,
      region: null,
      atMs: total.startMs,
    }).model === model;
  const found = totals.filter(isOfCell);
  return found.length === 0 ? null : quantityText(totalOf(found.map(({ quantity }) => quantity)));
}
