import type { OutcomeSummary } from "@headgate/contract";
import { costShown, dollarsShown } from "../../format/money-text.ts";

const UNKNOWN = "unknown";

/** What an outcome cost and its failed attempts did: a bound where attempts have no price, a word where none is known. */
export const outcomeCosts = ({
  cost,
  failed_cost: failed,
  unpriced_attempts: unpriced,
  calls,
  joined,
}: OutcomeSummary): Readonly<{ cost: string; failed: string }> => {
  if (calls === 0 || joined === "too_many_calls") return { cost: UNKNOWN, failed: UNKNOWN };
  const least = unpriced > 0 ? "≥ " : "";
  return {
    cost: `${cost === null ? "" : least}${costShown(cost)}`,
    failed: failedText(cost, failed, unpriced),
  };
};

/** Failed attempts without a sum cost nothing only where every attempt has a price: then there were none. */
function failedText(cost: string | null, failed: string | null, unpriced: number): string {
  if (failed !== null) return `${unpriced > 0 ? "≥ " : ""}${dollarsShown(failed)}`;
  return cost === null || unpriced > 0 ? UNKNOWN : dollarsShown("0.000000000000");
}
