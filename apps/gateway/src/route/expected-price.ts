import { PICODOLLARS_PER_DOLLAR, type Picodollars } from "@headgate/money";
import { effectivePrice, type Overlays, type PriceBook } from "@headgate/pricing";
import type { Target } from "../call/plan-targets.ts";

export type Prices = Readonly<{ priceBook: PriceBook; overlays: Overlays }>;
type Expected = Readonly<{
  model: string;
  inputTokens: number;
  outputTokens: number;
  atMs: number;
  /** Tokens at the start of the prompt that the provider may have in its cache; absent: none. */
  cachedTokens?: number;
  /** The chance that it has them; certain unless said. */
  warm?: number;
}>;

/** What a call is expected to cost at a target; undefined where its price is not known. */
export function expectedPrice(
  { priceBook, overlays }: Prices,
  { provider }: Target,
  { model, inputTokens, outputTokens, atMs, cachedTokens, warm = 1 }: Expected,
): Picodollars | undefined {
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
    prompt: {
      tokens: inputTokens,
      ...(cachedTokens !== undefined && { prefix: { tokens: cachedTokens, warm } }),
    },
    answer: { outputTokens },
  });
  return price.kind === "unknown" ? undefined : price.effective;
}

/**
 * The same in dollars; infinite where it is not known, so that no model is chosen for being cheap by mistake. It weighs
 * one model against another; no money is made of it.
 */
export function inDollars(price: Picodollars | undefined): number {
  return price === undefined
    ? Number.POSITIVE_INFINITY
    : Number(price) / Number(PICODOLLARS_PER_DOLLAR);
}
