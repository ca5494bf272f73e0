import { hasBatches } from "@headgate/providers";
import type { Ask } from "./decide-in-conversation.ts";
import { type ExpectedAt, expectedPrice, expectedWaiting, type Prices } from "./expected-price.ts";

/** What a provider is expected to have of a prompt: a share of its tokens, with a chance. */
type WarmPrefix = Readonly<{ share: number; warm: number }>;

/**
 * What asking a model is expected to cost, with what its provider is expected to have of the prompt; as a cold one where
 * reading that has no price. In a batch where the call may wait for one and that is cheaper.
 */
export function priceOfAsk(
  prices: Prices,
  ask: Ask,
  { prefix, mayWait }: Readonly<{ prefix: WarmPrefix | undefined; mayWait: boolean }>,
): ExpectedAt {
  const { target } = ask;
  const at = (expected: Parameters<typeof expectedPrice>[2]): ExpectedAt =>
    mayWait && hasBatches(target.provider.config)
      ? expectedWaiting(prices, target, expected)
      : { price: expectedPrice(prices, target, expected), tier: "standard" };
  if (prefix === undefined) return at(ask);
  const cachedTokens = Math.floor(prefix.share * ask.inputTokens);
  const found = at({ ...ask, cachedTokens, warm: prefix.warm });
  return found.price === undefined ? at(ask) : found;
}
