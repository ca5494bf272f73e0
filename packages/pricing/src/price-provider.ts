import type { ProviderConfig } from "@headgate/contract";

/** Under whose name a configured provider's prices stand in the price book. */
export const priceProviderOf = (name: string, { prices, kind }: ProviderConfig): string =>
  prices ?? pricedAs(name, kind);

/** Prices of a compatible provider stand under its own name. */
function pricedAs(name: string, kind: ProviderConfig["kind"]): string {
  if (kind === "openai-compatible") return name;
  return kind === "azure-openai" ? "azure" : kind;
}
