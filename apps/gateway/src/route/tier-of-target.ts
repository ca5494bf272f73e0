import type { ModelTier } from "@headgate/contract";
import { listPriceOf, type ModelCatalogue, type PriceBook, tierOfModel } from "@headgate/pricing";
import type { Target } from "../call/plan-targets.ts";

/** By the catalogue, which is laid out anew with each configuration. */
const known = new WeakMap<ModelCatalogue, Map<string, ModelTier | undefined>>();

/** A model's tier; undefined where its price, or the model, is not known. */
export function tierOfTarget(
  { catalogue, priceBook }: Readonly<{ catalogue: ModelCatalogue; priceBook: PriceBook }>,
  { provider }: Target,
  { model, atMs }: Readonly<{ model: string; atMs: number }>,
): ModelTier | undefined {
  const tiers = known.get(catalogue) ?? new Map<string, ModelTier | undefined>();
  known.set(catalogue, tiers);
  const key = `${provider.name}/${model}`;
  if (tiers.has(key)) return tiers.get(key);
  const search = {
    provider: provider.priceProvider,
    region: provider.priceContext.region,
    ownNames: provider.priceContext.ownNames,
    models: [model],
    atMs,
  };
  const entry = catalogue.find({ ...search, providerName: provider.name });
  const tier =
    entry === undefined
      ? undefined
      : tierOfModel(entry.facts, listPriceOf(priceBook, search), entry.statedTier).tier;
  tiers.set(key, tier);
  return tier;
}
