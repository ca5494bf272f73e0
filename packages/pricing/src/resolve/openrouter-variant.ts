import type { Address, AddressReading, AddressRule } from "./resolution.ts";

/** Routing variants: accepted on any model, they change who serves it. */
const routing: Readonly<Record<string, string>> = {
  nitro: "the fastest provider serves it",
  floor: "the cheapest provider serves it",
  exacto: "a provider chosen for tool calls serves it",
};
/** Catalogue variants: entries of their own with prices of their own. */
const catalogue: ReadonlySet<string> = new Set(["free", "batch", "thinking", "extended", "beta"]);

/**
 * `vendor/model:variant` of OpenRouter. A routing variant has the model's price list, but a provider's
 * price may differ; a catalogue variant is a model of its own; `:online` adds searches to the bill.
 * Read in a copy of the page.
 */
export const openRouterVariant: AddressRule = {
  id: "openrouter-variant",
  sources: [
    {
      url: "https://openrouter.ai/docs/guides/routing/model-variants/overview.md",
      readAt: "2026-11-28",
    },
  ],
  tellsPlace: false,
  read: ({ provider, name }: Address): AddressReading | undefined => {
    if (provider !== "openrouter" || name.startsWith("openrouter/")) return undefined;
    const colon = name.lastIndexOf(":");
    if (colon < 1) return undefined;
    const variant = name.slice(colon + 1);
    const model = name.slice(0, colon);
    if (Object.hasOwn(routing, variant)) {
      return {
        kind: "read",
        name: model,
        how: `":${variant}" is a routing variant: ${routing[variant]}`,
        doubt: `":${variant}" chooses among providers, whose prices may differ from the model's`,
      };
    }
    if (variant === "online") {
      return {
        kind: "read",
        name: model,
        how: '":online" adds web searches, which are billed beside the tokens',
        doubt: 'the web searches of ":online" are not in the token prices',
      };
    }
    if (catalogue.has(variant)) {
      return {
        kind: "stop",
        reason: `":${variant}" is a model of its own with its own price, which the price book does not have`,
      };
    }
    return undefined;
  },
};
