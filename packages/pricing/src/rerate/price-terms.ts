import type { HeadgateConfig } from "@headgate/contract";
import { compileOverlays } from "../overlay/compiled-overlays.ts";
import { priceProviderOf } from "../price-provider.ts";
import type { RerateTerms } from "./rerate-attempt.ts";

/** The part of the configuration that charges depend on, to tell one state of it from another. */
export const pricedBy = ({ providers, overlays }: HeadgateConfig): unknown => [
  overlays,
  Object.keys(providers)
    .sort()
    .map((name) => {
      const provider = providers[name];
      if (provider === undefined) return [name];
      return [name, priceProviderOf(name, provider), provider.region, provider.price_names];
    }),
];

/** What a configuration says of the prices of each provider that it configures. */
export function priceTerms({
  providers,
  overlays,
}: Pick<HeadgateConfig, "providers" | "overlays">): (name: string) => RerateTerms {
  const compiled = compileOverlays(overlays);
  return (name) => {
    const provider = Object.hasOwn(providers, name) ? providers[name] : undefined;
    if (provider === undefined) return { overlays: compiled };
    return {
      priceProvider: priceProviderOf(name, provider),
      region: provider.region,
      ownNames: provider.price_names,
      overlays: compiled,
    };
  };
}
