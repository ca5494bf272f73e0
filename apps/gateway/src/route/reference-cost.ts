import type { Usage } from "@headgate/contract";
import { withoutCache } from "@headgate/levers";
import type { Charge } from "@headgate/pricing";

/**
 * What a usage would have been charged at the reference. Where its provider has no rate for what was written to or read
 * from a prompt cache, those tokens are plain input there.
 *
 * @param price of a usage at the reference
 */
export function atReference(usage: Usage, price: (usage: Usage) => Charge): Charge {
  const asIs = price(usage);
  if (asIs.effectiveCost !== undefined) return asIs;
  const plain = withoutCache(usage);
  return plain === usage ? asIs : price(plain);
}
