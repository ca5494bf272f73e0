import { confidences } from "@headgate/contract";
import type { EffectivePrice } from "./effective-price.ts";

/**
 * Cheapest first, by effective price; of two alike the surer one, then the one that was named first. What has no known price
 * comes last, in the order given: it is no cheaper than anything.
 */
export function rankByPrice<Candidate extends Readonly<{ price: EffectivePrice }>>(
  candidates: readonly Candidate[],
): readonly Candidate[] {
  return [...candidates].sort((left, right) => compare(left.price, right.price));
}

function compare(left: EffectivePrice, right: EffectivePrice): number {
  if (left.kind === "unknown" || right.kind === "unknown")
    return Number(left.kind === "unknown") - Number(right.kind === "unknown");
  if (left.effective !== right.effective) return left.effective < right.effective ? -1 : 1;
  return confidences.indexOf(left.confidence) - confidences.indexOf(right.confidence);
}
