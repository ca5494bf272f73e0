import type { HeadgateConfig } from "@headgate/contract";
import { compileOverlays } from "../overlay/compiled-overlays.ts";
import { priceContextOf } from "../price-context.ts";
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
      const { region, ownNames } = priceContextOf(provider);
      return [name, priceProviderOf(name, provider), region, ownNames];
    }),
];

/** What a configuration says of the prices of each provider that it configures: what its calls are priced by when they are made. */
export function priceTerms({
  providers,
  overlays,
}: Pick<HeadgateConfig, "providers" | "overlays">): (name: string) => RerateTerms {
  const compiled = compileOverlays(overlays);
  // Once each: what is found by own names is remembered by the object that holds them.
  const terms = new Map(
    Object.entries(providers).map(([name, provider]) => [
      name,
      {
        ...priceContextOf(provider),
        priceProvider: priceProviderOf(name, provider),
        overlays: compiled,
      },
    ]),
  );
  return (name) => terms.get(name) ?? { overlays: compiled };
}
