import type { PriceScope, PriceTier } from "@headgate/contract";
import { geographiesOf } from "./geography.ts";
import type { ModelPrices, RateTable } from "./rate-table.ts";

/** The rates for a tier, a scope and a place, or undefined when none are known. */
export type TableChoice = Readonly<{
  table: RateTable | undefined;
  scope: PriceScope;
  doubt: string | undefined;
}>;

/**
 * Chooses by scope and place: a price that the provider documents to hold before the scope's own; then the place itself, then the geography it lies in, then the price that holds
 * anywhere in the scope. Another scope's price is taken only where the price file quotes the provider on
 * it, and then with that reason.
 */
export function chooseTable(
  prices: ModelPrices,
  tier: PriceTier,
  where: Readonly<{
    scope: PriceScope | undefined;
    place: string | undefined;
    /** The region of the call, where the place is a wider one. */
    region?: string | undefined;
  }>,
): TableChoice {
  const scope = where.scope ?? prices.defaultScope;
  for (const { from, to, precedes, reason } of prices.scopeFallbacks) {
    if (precedes !== true || from !== scope || where.region === undefined) continue;
    const exact = prices.tables[`${tier}/${to}:${where.region}`];
    if (exact !== undefined) return { table: exact, scope, doubt: reason };
  }
  const table = tableIn(prices, tier, scope, where.place);
  if (table !== undefined) return { table, scope, doubt: undefined };
  for (const fallback of prices.scopeFallbacks) {
    if (fallback.from !== scope) continue;
    const region = fallback.to === "in_region" ? where.region : undefined;
    const other = tableIn(prices, tier, fallback.to, region ?? where.place);
    if (other !== undefined) return { table: other, scope, doubt: fallback.reason };
  }
  return { table: undefined, scope, doubt: undefined };
}

/** The table of a tier and scope that a call in a place is charged by; without a place, the one for anywhere. */
export const tableIn = (
  { tables }: Pick<ModelPrices, "tables">,
  tier: PriceTier,
  scope: PriceScope,
  place: string | undefined,
): RateTable | undefined => {
  if (place !== undefined && scope !== "global") {
    const exact = tables[`${tier}/${scope}:${place}`];
    if (exact !== undefined) return exact;
    for (const geography of geographiesOf(place)) {
      const wider = tables[`${tier}/${scope}:${geography}`];
      if (wider !== undefined) return wider;
    }
  }
  return tables[`${tier}/${scope}`];
};
