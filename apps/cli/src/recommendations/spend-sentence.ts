import type { RecommendationsReport } from "@headgate/contract";
import { showAmount, showKnown } from "@headgate/page";

type Sums = Pick<
  RecommendationsReport,
  "spend_per_month" | "saves_per_month" | "calls_without_cost" | "simulated"
>;

/** What a month of calls costs and what of it can be saved; calls without a known price are in neither. */
export function spendSentence(sums: Sums): string {
  const money = sums.simulated ? " (simulated)" : "";
  const spend = showKnown(sums.spend_per_month, "USD", sums.calls_without_cost);
  const saves = showAmount(sums.saves_per_month, "USD");
  if (spend !== "unknown") {
    return `${spend} a month is spent on calls${money}; what is recommended saves ${saves} a month.`;
  }
  return /[1-9]/.test(sums.saves_per_month)
    ? `What is spent on calls is not known${money}; what is recommended saves ${saves} a month.`
    : `What is spent on calls is not known${money}, nor what would be saved.`;
}
