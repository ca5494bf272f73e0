import type { PriceBook } from "@headgate/pricing";

/** Of models whose prices begin on one day more than this were found in lists that were read then: of none it tells when it came out. */
const MOST_OF_A_DAY = 20;

/**
 * The first day of each model's prices, by provider and model, where that tells when it came out. Few catalogues state a day of
 * release; a price book that is kept up has a model's first price from that day on.
 */
export function firstPriced(
  prices: Pick<PriceBook, "records">,
): (provider: string, model: string) => string | undefined {
  const first = new Map<string, string>();
  for (const { provider, model, valid_from: from } of prices.records) {
    const key = JSON.stringify([provider, model]);
    const before = first.get(key);
    if (before === undefined || from < before) first.set(key, from);
  }
  const models = new Map<string, number>();
  for (const day of first.values()) models.set(day, (models.get(day) ?? 0) + 1);
  return (provider, model) => {
    const day = first.get(JSON.stringify([provider, model]));
    return day === undefined || (models.get(day) ?? 0) > MOST_OF_A_DAY ? undefined : day;
  };
}
