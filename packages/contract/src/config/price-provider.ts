import type { ProviderConfig } from "./schema.ts";

/** Whose prices hold for a configured provider, as the price book names them. */
export const priceProviderOf = (
  name: string,
  { prices, kind }: Pick<ProviderConfig, "prices" | "kind">,
): string => prices ?? (kind === "openai-compatible" ? name : kind);
