import { PICODOLLARS_PER_DOLLAR, type Picodollars } from "@headgate/money";
import {
  type EffectivePrice,
  effectivePrice,
  type Overlays,
  type PriceBook,
  rankByPrice,
} from "@headgate/pricing";
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

/** What a call is expected to cost, and at which of a provider's tiers. */
export type ExpectedAt = Readonly<{
  price: Picodollars | undefined;
  tier: "standard" | "batch";
}>;

/** What a call is expected to cost at a target; undefined where its price is not known. */
export const expectedPrice = (
  prices: Prices,
  target: Target,
  expected: Expected,
): Picodollars | undefined => known(priceAt(prices, target, expected, "standard"));

/**
 * What a call that waits is expected to cost at a target: in a batch, which reads no cache, or in real time, whichever is less.
 * Undefined where neither price is known.
 */
export function expectedWaiting(prices: Prices, target: Target, expected: Expected): ExpectedAt {
  const { cachedTokens: _cached, warm: _warm, ...uncached } = expected;
  const [best] = rankByPrice([
    { tier: "batch" as const, price: priceAt(prices, target, uncached, "batch") },
    { tier: "standard" as const, price: priceAt(prices, target, expected, "standard") },
  ]);
  return { tier: best?.tier ?? "standard", price: best && known(best.price) };
}

const known = (price: EffectivePrice): Picodollars | undefined =>
  price.kind === "unknown" ? undefined : price.effective;

function priceAt(
  { priceBook, overlays }: Prices,
  { provider }: Target,
  { model, inputTokens, outputTokens, atMs, cachedTokens, warm = 1 }: Expected,
  tier: "standard" | "batch",
): EffectivePrice {
  return effectivePrice(priceBook, {
    tier,
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
