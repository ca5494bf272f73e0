import type { Effort, Reasoning } from "./conversation.ts";

/**
 * Thinking budgets in tokens that stand for an effort: Google's own equivalence for clients of OpenAI's
 * format, which ends at `high`, as quoted in
 * https://feedback.typingmind.com/p/easy-as-pie-update-support-reasoning-effort-none-low-medium (read 2026-11-28).
 */
const budgetOf: Readonly<Record<Effort, number>> = {
  minimal: 1024,
  low: 1024,
  medium: 8192,
  high: 24_576,
  xhigh: 24_576,
  max: 24_576,
};

export const budgetForEffort = (effort: Effort): number => budgetOf[effort];

/** The least effort whose budget is enough. */
function effortForBudget(budgetTokens: number): Effort {
  if (budgetTokens <= budgetOf.low) return "low";
  return budgetTokens <= budgetOf.medium ? "medium" : "high";
}

/** The effort that a reasoning setting amounts to; `undefined` when it leaves that to the model. */
export function effortOf({ effort, budgetTokens }: Reasoning): Effort | undefined {
  if (effort !== undefined) return effort;
  return budgetTokens === undefined ? undefined : effortForBudget(budgetTokens);
}
