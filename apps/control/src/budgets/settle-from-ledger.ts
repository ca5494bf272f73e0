import {
  accountKey,
  amountOfRow,
  type Budget,
  type BudgetStore,
  matchBudgets,
} from "@headgate/budgets";
import type { LedgerRow } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";

/**
 * Settles leases that a process left behind with what the ledger says of their attempts. One without a row
 * stays spent at its worst case: it may have been sent, and nobody knows what it came to.
 *
 * @returns how many were put right
 */
export async function settleFromLedger(
  { store, ledger }: Readonly<{ store: BudgetStore; ledger: Pick<LedgerStore, "call"> }>,
  budgets: readonly Budget[],
  leases: readonly Readonly<{ lease: string }>[],
): Promise<number> {
  let settled = 0;
  for (const { lease } of leases) {
    const at = lease.lastIndexOf(":");
    const rows = await ledger.call(lease.slice(0, at));
    const row = rows.find(({ row_id }) => row_id === lease);
    if (row === undefined) continue;
    const amounts = amountsOf(budgets, row);
    const end = await store.settle({ lease, amounts, simulated: row.simulated });
    if (end !== "not_held") settled += 1;
  }
  return settled;
}

/** By account; what the configuration no longer has stays as it was held. */
function amountsOf(budgets: readonly Budget[], row: LedgerRow): ReadonlyMap<string, bigint> {
  const { key_id: keyId = "", attribution, tags } = row;
  const amounts = new Map<string, bigint>();
  for (const { budget, subject } of matchBudgets(budgets, { keyId, attribution, tags })) {
    const amount = amountOfRow(budget, row);
    if (amount !== undefined) amounts.set(accountKey({ budget: budget.id, subject }), amount);
  }
  return amounts;
}
