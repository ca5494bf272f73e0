import type { TierPrice } from "@headgate/levers";
import { applyOverlays, rateUsage } from "@headgate/pricing";
import type { NewItem } from "./item.ts";
import type { BatchPrices, BatchProvider } from "./ports.ts";

/** What a usage of a request's model costs at a moment, in real time and in a batch, with the operator's overlays. */
export const tierPriceOf =
  (
    { target, format }: Pick<NewItem, "target" | "format">,
    {
      provider,
      prices,
      atMs,
    }: Readonly<{
      provider: BatchProvider;
      prices: BatchPrices;
      atMs: number;
    }>,
  ): TierPrice =>
  (usage, tier) =>
    applyOverlays(prices.book, {
      charge: rateUsage(prices.book, {
        provider: provider.priceProvider,
        region: provider.region,
        ownNames: provider.ownNames,
        models: [target.model],
        usage,
        usageOrigin: "provider",
        ...(tier === "batch" && { serviceTier: tier }),
        operation: format === "openai.embeddings" ? "embeddings" : "chat",
        atMs,
      }),
      overlays: prices.overlays,
      providerName: provider.name,
      atMs,
    }).effectiveCost;
