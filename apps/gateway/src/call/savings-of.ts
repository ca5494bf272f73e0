import type { LedgerRow, Usage } from "@headgate/contract";
import { type Moved, type RequestEdit, type Saving, savingsOfEdits } from "@headgate/levers";
import { formatDollars, type Picodollars } from "@headgate/money";

/** What an attempt's row says of its levers. */
export type RowSavings = Pick<LedgerRow, "baseline_cost" | "savings"> &
  Readonly<{ amounts: readonly Saving[] }>;

/** What levers that changed a request saved on one attempt at a provider. */
export function savingsOf(
  edits: readonly RequestEdit[],
  settled: Readonly<{ usage: Usage; cost: Picodollars | undefined }>,
  price: (usage: Usage) => Picodollars | undefined,
  moved?: Moved,
): RowSavings {
  const { baseline, savings } = savingsOfEdits(edits, settled, price, moved);
  return {
    baseline_cost: wireOf(baseline),
    savings: wireSavings(savings),
    amounts: savings,
  };
}

/** Savings as a row has them. */
export const wireSavings = (savings: readonly Saving[]): LedgerRow["savings"] =>
  savings.map(({ lever, amount }) => ({ lever, amount: wireOf(amount) }));

const wireOf = (amount: Picodollars | undefined): string | null =>
  amount === undefined ? null : formatDollars(amount);
