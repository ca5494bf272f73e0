import type { HeadgateConfig } from "@headgate/contract";
import { priceProviderOf } from "@headgate/pricing";

/** The price book's names of configured providers, by which bills are read. */
export const priceProvidersOf = (config: HeadgateConfig): Record<string, string> =>
  Object.fromEntries(
    Object.entries(config.providers).map(([name, provider]) => [
      name,
      priceProviderOf(name, provider),
    ]),
  );
