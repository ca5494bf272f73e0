import type { HeadgateConfig, Overlay } from "@headgate/contract";
import { loadModelCatalogue } from "./catalogue/model-catalogue.ts";
import { DAY_MS } from "./day-number.ts";
import { fitsPattern } from "./name-pattern.ts";
import type { PriceBook } from "./price-book.ts";
import type { PriceConfigFault } from "./price-config-fault.ts";
import { priceProviderOf } from "./price-provider.ts";
import { resolveModel } from "./resolve/resolve-model.ts";

/**
 * Holds what a configuration says of prices and models against the price book: names of the operator's own that
 * lead to no model, overlays and statements that concern nothing, a currency without a rate for the day. None of them
 * stops anything, and so nobody would see them.
 */
export function checkPriceConfig(
  book: PriceBook,
  config: HeadgateConfig,
  atMs: number,
): readonly PriceConfigFault[] {
  const faults: PriceConfigFault[] = [];
  for (const [name, provider] of Object.entries(config.providers)) {
    for (const [ownName, { model }] of Object.entries(provider.price_names ?? {})) {
      const resolution = resolveModel(book, {
        name: model,
        provider: priceProviderOf(name, provider),
        region: provider.region,
        atMs,
      });
      if (resolution.kind === "resolved") continue;
      const near =
        resolution.candidates.length > 0 ? `; near: ${resolution.candidates.join(", ")}` : "";
      faults.push({
        place: `providers.${name}.price_names.${ownName}`,
        message: `${resolution.reason}${near}`,
      });
    }
  }
  for (const overlay of config.overlays) {
    const message = whyIdle(book, config, overlay);
    if (message !== undefined) faults.push({ place: `overlays, "${overlay.name}"`, message });
  }
  if (Object.keys(config.catalogue).length > 0)
    faults.push(...loadModelCatalogue(book, config, { atMs }).faults);
  const currency = config.billing_currency;
  const day = new Date(Math.floor(atMs / DAY_MS) * DAY_MS).toISOString().slice(0, 10);
  if (currency?.rates.every(({ valid_from }) => valid_from > day)) {
    faults.push({
      place: "billing_currency.rates",
      message: `no rate of ${currency.code} holds on ${day}`,
    });
  }
  return faults;
}

/** Why an overlay concerns no price; undefined when it concerns some. */
function whyIdle(
  book: PriceBook,
  { providers }: HeadgateConfig,
  { applies_to: { provider, model } }: Overlay,
): string | undefined {
  const configured = Object.entries(providers)
    .filter(([name]) => provider !== undefined && fitsPattern(provider, name))
    .map(([name, one]) => priceProviderOf(name, one));
  const whose = (name: string): boolean =>
    provider === undefined || fitsPattern(provider, name) || configured.includes(name);
  const own = book.models.filter((one) => whose(one.provider));
  if (own.length === 0)
    return `no provider of the price book or of this file is called "${provider}"`;
  if (model === undefined || own.some((one) => fitsPattern(model, one.model))) return undefined;
  return `no model of the price book is called "${model}"; aliases do not count`;
}
