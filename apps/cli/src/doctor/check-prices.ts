import type { DoctorCheck, HeadgateConfig } from "@headgate/contract";
import { checkPriceConfig, type PriceBook } from "@headgate/pricing";
import { finding, findingOf, ok } from "./check.ts";

/**
 * Whether the price files can be used (a start ends on one that cannot) and whether what the configuration
 * says of prices has an effect; nothing where there is nothing to say.
 */
export function checkPrices(
  config: HeadgateConfig | undefined,
  book: () => PriceBook,
  nowMs: number,
): readonly DoctorCheck[] {
  let prices: PriceBook;
  try {
    prices = book();
  } catch (error) {
    return [findingOf("prices", error)];
  }
  if (config === undefined) return [];
  const ownNames = Object.values(config.providers).flatMap(({ price_names }) =>
    Object.keys(price_names ?? {}),
  );
  const { overlays, billing_currency } = config;
  const models = Object.keys(config.catalogue).length;
  if (ownNames.length + overlays.length + models === 0 && billing_currency === undefined) return [];
  const faults = checkPriceConfig(prices, config, nowMs);
  return faults.length === 0
    ? [
        ok(
          "prices",
          `names of your own: ${ownNames.length}, overlays: ${overlays.length}${models === 0 ? "" : `, statements on models: ${models}`}`,
        ),
      ]
    : [
        finding(
          "prices",
          faults.map(({ place, message }) => `${place}: ${message}`).join("; "),
          "Correct the names in headgate.yaml; `headgate prices list` shows those of the price book.",
        ),
      ];
}
