import type { HeadgateConfig } from "@headgate/contract";
import { priceContextOf } from "./price-context.ts";
import { priceProviderOf } from "./price-provider.ts";
import type { OwnNames } from "./resolve/resolution.ts";

/**
 * The operator's own names, and Azure's deployments, of all configured providers whose prices stand under one name of the price book:
 * for calls that name the provider as the price book does, as those from elsewhere do.
 */
export function ownNamesByProvider(
  providers: HeadgateConfig["providers"],
): ReadonlyMap<string, OwnNames> {
  const names = new Map<string, OwnNames>();
  for (const [name, provider] of Object.entries(providers)) {
    const priced = priceProviderOf(name, provider);
    names.set(priced, { ...names.get(priced), ...priceContextOf(provider).ownNames });
  }
  return names;
}
