import type { ProviderConfig } from "@headgate/contract";
import { knownProviders } from "../known-providers.ts";
import { addressOf } from "../provider-address.ts";

const unaskedHosts: ReadonlySet<string> = new Set(
  knownProviders
    .filter(({ streamUsage }) => streamUsage === "unasked")
    .map(({ baseUrl }) => new URL(baseUrl).host),
);

/** Whether a provider's chat streams are to be asked for usage: the configuration says, else its address tells. */
export function asksForUsage(provider: ProviderConfig): boolean {
  if (provider.kind !== "openai-compatible") return true;
  if (provider.stream_usage !== undefined) return provider.stream_usage === "asked";
  return !unaskedHosts.has(addressOf(provider).host);
}
