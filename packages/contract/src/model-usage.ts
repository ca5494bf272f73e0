import { z } from "zod";
import { inputTokens, outputTokens, type Usage, usageSchema } from "./usage.ts";

/**
 * Usage of a piece of work beside what wrote the answer: an advisor that was asked, a fallback's
 * attempt that was declined. One for each piece of work, since its own length chooses the rate.
 */
export const modelUsageSchema = z.strictObject({ model: z.string().min(1), usage: usageSchema });
export type ModelUsage = Readonly<{ model: string; usage: Usage }>;

/** What one attempt used, whichever models did the work. */
type WholeUsage = Readonly<{
  usage: Usage;
  other_usage?: readonly ModelUsage[] | undefined;
}>;

/** All prompt tokens of an attempt, those of other models included; `undefined` when none were reported. */
export const allInputTokens = (whole: WholeUsage): number | undefined =>
  sumOver(whole, inputTokens);

/** All answer tokens of an attempt, those of other models included; `undefined` when none were reported. */
export const allOutputTokens = (whole: WholeUsage): number | undefined =>
  sumOver(whole, outputTokens);

function sumOver(
  { usage, other_usage }: WholeUsage,
  tokensOf: (usage: Usage) => number | undefined,
): number | undefined {
  let total = tokensOf(usage);
  if (other_usage === undefined) return total;
  for (const other of other_usage) {
    const tokens = tokensOf(other.usage);
    if (tokens !== undefined) total = total === undefined ? tokens : total + tokens;
  }
  return total;
}
