import type { HeadgateConfig, RatedAttempt } from "@headgate/contract";
import { compileOverlays } from "../overlay/compiled-overlays.ts";
import { ownNamesByProvider } from "../own-names-by-provider.ts";
import { priceTerms } from "./price-terms.ts";
import type { RerateTerms } from "./rerate-attempt.ts";

/**
 * What a configuration says of the price of a recorded attempt. A gateway's row names a configured provider. One from
 * elsewhere names the provider as the price book does, whatever is configured under that name, and is priced by what it
 * was imported with: the own names of all providers that are priced so, and no region but its own.
 */
export function attemptTerms(
  config: Pick<HeadgateConfig, "providers" | "overlays">,
): (attempt: Pick<RatedAttempt, "provider" | "source">) => RerateTerms {
  const termsOf = priceTerms(config);
  const ownNames = ownNamesByProvider(config.providers);
  const overlays = compileOverlays(config.overlays);
  return ({ provider, source }) =>
    source === "gateway"
      ? termsOf(provider)
      : { priceProvider: provider, ownNames: ownNames.get(provider), overlays };
}
