import type { HeadgateConfig } from "@headgate/contract";
import type { Alternative, HistoryCall, Market } from "@headgate/levers";
import {
  type CatalogueEntry,
  chargeAgain,
  listPriceOf,
  loadModelCatalogue,
  type ModelCatalogue,
  type PriceBook,
  priceProviderOf,
  priceTerms,
  tierOfModel,
} from "@headgate/pricing";

import { firstPriced } from "./came-on.ts";
import { isForOnePurpose } from "./is-for-one-purpose.ts";
import { spokenTo } from "./spoken-to.ts";

export type MarketSource = Readonly<{
  prices: PriceBook;
  config: Pick<HeadgateConfig, "providers" | "overlays" | "catalogue" | "policies">;
  nowMs: number;
}>;

/**
 * The chat models that calls could go to, with what they cost: those of configured providers under the provider's name
 * here, others as the price book names them. Left out are those without a list price of input and output, those made for
 * one purpose, those that their providers no longer want used, and those that every policy's `providers` or `regions` shut out.
 *
 * @param used providers that calls went to by other ways than this Headgate, by their names in the price book
 */
export function marketOf(
  { prices, config, nowMs }: MarketSource,
  used: ReadonlySet<string> = new Set(),
): Market {
  const catalogue = loadModelCatalogue(prices, config, { atMs: nowMs });
  const termsOf = priceTerms(config);
  const pricedSince = firstPriced(prices);
  const alternatives = catalogue.entries.flatMap((entry): Alternative[] => {
    const known = knownOf(prices, entry, nowMs);
    if (known === undefined) return [];
    const { provider, model } = entry;
    const cameOn = known.facts.released_on ?? pricedSince(provider, model);
    const own = configuredAs(config, provider);
    const names = own.length === 0 ? [provider] : own.filter((name) => mayBeAsked(config, name));
    return names
      .filter((name) => own.length > 0 || mayBeAsked(config, name))
      .map((name) => ({
        ...known,
        ...(cameOn !== undefined && { cameOn }),
        name: `${name}/${model}`,
        isConfigured: own.length > 0,
        isUsed: own.length > 0 || used.has(provider),
        kind:
          own.length > 0
            ? config.providers[name]?.kind
            : used.has(provider)
              ? spokenTo(provider)?.kind
              : undefined,
        priceProvider: own.length > 0 ? (termsOf(name).priceProvider ?? provider) : provider,
        price: ({ row }: HistoryCall, usage: HistoryCall["row"]["usage"]) => {
          const { sent_model: _s, response_model: _a, region: _r, scope: _p, ...asked } = row;
          const { service_tier: _t, other_usage: _o, ...plain } = asked;
          const terms =
            own.length > 0 ? termsOf(name) : { ...termsOf(name), priceProvider: provider };
          return chargeAgain(
            prices,
            { ...plain, usage, provider: name, request_model: model },
            terms,
          )?.effectiveCost;
        },
      }));
  });
  return { alternatives, modelOf: rememberedModels({ prices, config, nowMs }, catalogue) };
}

/** Undefined where it is no chat model that can be compared by price. */
function knownOf(prices: PriceBook, entry: CatalogueEntry, atMs: number) {
  const { facts, provider, model, statedTier } = entry;
  const isGone = facts.deprecated_on !== undefined && Date.parse(facts.deprecated_on) <= atMs;
  if (isGone || facts.output?.text === false || isForOnePurpose(model)) return undefined;
  const price = listPriceOf(prices, { provider, models: [model], atMs });
  const { input, output } = price;
  if (input === undefined || output === undefined) return undefined;
  return { facts, tier: tierOfModel(facts, price, statedTier).tier, list: { input, output } };
}

/** The configured providers whose prices stand under a name of the price book, or which the operator's own word is about. */
const configuredAs = (
  { providers }: Pick<HeadgateConfig, "providers">,
  provider: string,
): readonly string[] =>
  Object.entries(providers).flatMap(([name, one]) =>
    name === provider || priceProviderOf(name, one) === provider ? [name] : [],
  );

/** Whether any policy that chooses models would ask a provider; where none chooses, all may be. */
function mayBeAsked({ policies, providers }: MarketSource["config"], name: string): boolean {
  const routed = policies.filter(({ route }) => route.mode !== "off");
  const region = Object.hasOwn(providers, name) ? providers[name]?.region : undefined;
  return (
    routed.length === 0 ||
    routed.some(
      ({ route }) =>
        (route.providers === undefined || route.providers.includes(name)) &&
        (route.regions === undefined || (region !== undefined && route.regions.includes(region))),
    )
  );
}

function rememberedModels(
  { prices, config: { providers }, nowMs }: MarketSource,
  catalogue: ModelCatalogue,
): Market["modelOf"] {
  const known = new Map<string, ReturnType<Market["modelOf"]>>();
  return ({ row }) => {
    const { provider, response_model, sent_model, request_model } = row;
    const key = JSON.stringify([provider, response_model, sent_model, request_model]);
    if (known.has(key)) return known.get(key);
    const own = Object.hasOwn(providers, provider) ? providers[provider] : undefined;
    const priceProvider = own === undefined ? provider : priceProviderOf(provider, own);
    const search = {
      provider: priceProvider,
      region: own?.region,
      ownNames: own?.price_names,
      models: [response_model, sent_model ?? request_model].filter((name) => name !== undefined),
      atMs: nowMs,
    };
    const entry = catalogue.find({ ...search, providerName: provider });
    const found = entry && {
      facts: entry.facts,
      tier: tierOfModel(entry.facts, listPriceOf(prices, search), entry.statedTier).tier,
      priceProvider,
    };
    known.set(key, found);
    return found;
  };
}
