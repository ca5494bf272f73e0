import { PICODOLLARS_PER_DOLLAR } from "@headgate/money";
import { effectivePrice, type Overlays, type PriceBook } from "@headgate/pricing";
import type { Target } from "../call/plan-targets.ts";

type Prices = Readonly<{ priceBook: PriceBook; overlays: Overlays }>;
type Expected = Readonly<{
  model: string;
  inputTokens: number;
  outputTokens: number;
  atMs: number;
}>;

/**
 * What a call is expected to cost at a target, in dollars; infinite where its price is not known, so that it is never
 * chosen for being cheap. It weighs one model against another; no money is made of it.
 */
export function expectedCost(
  { priceBook, overlays }: Prices,
  { provider }: Target,
  { model, inputTokens, outputTokens, atMs }: Expected,
): number {
  const price = effectivePrice(priceBook, {
    search: {
      provider: provider.priceProvider,
      region: provider.priceContext.region,
      ownNames: provider.priceContext.ownNames,
      models: [model],
      atMs,
    },
    providerName: provider.name,
    overlays,
    prompt: { tokens: inputTokens },
    answer: { outputTokens },
  });
  return price.kind === "unknown"
    ? Number.POSITIVE_INFINITY
    : Number(price.effective) / Number(PICODOLLARS_PER_DOLLAR);
}
