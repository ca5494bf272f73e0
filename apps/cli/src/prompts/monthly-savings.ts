import type { LintedPrompt } from "@headgate/contract";
import { createEstimate, type PriceBook } from "@headgate/pricing";

/** How often a model is asked in a month. */
export type MonthlyCalls = Readonly<{ model: string; calls: number }>;

/**
 * What the draft of a prompt would save in a month, at list prices: where it is billed as new input in every call, and
 * where the provider's cache has it in every one. What calls cost lies between the two.
 */
export function monthlySavings(
  book: PriceBook,
  at: string,
  { tokens, draft_tokens }: Pick<LintedPrompt, "tokens" | "draft_tokens">,
  monthly: readonly MonthlyCalls[],
): NonNullable<LintedPrompt["monthly"]> {
  const saved = Math.max(0, tokens - draft_tokens);
  return monthly.flatMap(({ model, calls }) => {
    const terms = { models: [model], tier: "standard", at, usageOrigin: "estimated" } as const;
    const asInput = createEstimate(book, terms);
    const asCacheRead = createEstimate(book, terms);
    asInput.add({ input: saved }, calls);
    asCacheRead.add({ cache_read: saved }, calls);
    const cached = asCacheRead.rows();
    return asInput.rows().map((row, index) => ({
      model: row.model ?? model,
      provider: row.provider,
      calls,
      as_input: row.list_cost,
      as_cache_read: cached[index]?.list_cost ?? null,
      reason: row.list_cost === null ? row.reason : null,
    }));
  });
}
