import type { HeadgateConfig } from "@headgate/contract";
import type { EstimateTerms } from "./estimate-costs.ts";
import { compileOverlays } from "./overlay/compiled-overlays.ts";
import { priceProviderOf } from "./price-provider.ts";

/** What a configuration says of prices, for estimates of calls that no provider was chosen for yet. */
export function estimateTerms({
  providers,
  overlays,
}: Pick<HeadgateConfig, "providers" | "overlays">): EstimateTerms {
  const names = new Map<string, string[]>();
  for (const [name, provider] of Object.entries(providers)) {
    const priced = priceProviderOf(name, provider);
    names.set(priced, [...(names.get(priced) ?? []), name]);
  }
  return {
    overlays: compileOverlays(overlays),
    namesOf: (priceProvider) => names.get(priceProvider) ?? [],
  };
}
