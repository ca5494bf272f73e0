import {
  amountOfRow,
  amountWire,
  type Budget,
  compileBudgets,
  matchBudgets,
  subjectOf,
} from "@headgate/budgets";
import { type BudgetExplanation, type HeadgateConfig, HeadgateError } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";

/**
 * To which budgets a call counts, by the labels of its rows, and what each attempt came to.
 * @throws HeadgateError `not_found`
 */
export async function explainCall(
  ledger: Pick<LedgerStore, "call">,
  config: Pick<HeadgateConfig, "budgets">,
  callId: string,
): Promise<BudgetExplanation> {
  const rows = await ledger.call(callId);
  const [first] = rows;
  if (first === undefined) throw new HeadgateError("not_found", `call ${callId}`);
  const budgets: readonly Budget[] = compileBudgets(config.budgets);
  return {
    call_id: first.call_id,
    attempts: rows.map((row) => {
      const { key_id: keyId = "", attribution, tags } = row;
      const matched = matchBudgets(budgets, { keyId, attribution, tags });
      return {
        attempt: row.attempt,
        started_at: new Date(row.started_at_ms).toISOString(),
        counts: matched.map(({ budget, subject }) => {
          const amount = amountOfRow(budget, row);
          return {
            budget: budget.name,
            measure: budget.measure,
            subject: subjectOf(budget, subject),
            amount: amount === undefined ? null : amountWire(budget, amount),
          };
        }),
      };
    }),
  };
}
