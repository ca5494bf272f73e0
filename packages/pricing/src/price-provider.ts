import type { ProviderConfig } from "@headgate/contract";

/** Under whose name a configured provider's prices stand in the price book. */
export const priceProviderOf = (name: string, { prices, kind }: ProviderConfig): string =>
  prices ?? (kind === "openai-compatible" ? name : kind === "azure-openai" ? "azure" : kind);
