import type { PriceRecord, PriceScope, PriceTier, UsageComponent } from "@headgate/contract";
import type { Picodollars } from "@headgate/money";
import type { BookEntry } from "./expand-entry.ts";
import type { ComponentFallback, ScopeFallback } from "./price-file.ts";
import { unitPriceOf } from "./unit-price.ts";

/** A price record made ready to multiply with. */
export type Rate = Readonly<{
  record: PriceRecord;
  unitPrice: Picodollars;
  /** Why a cost at this rate is less than exact; absent when the provider's own page states it. */
  doubt: string | undefined;
  /** Holds above so many prompt tokens; 0 for the base rate. */
  aboveInputTokens: number;
  marginal: boolean;
}>;

/** The rates of one model in one service tier, scope and place at a moment: a component's rates by rising threshold. */
export type RateTable = Readonly<{
  rates: Readonly<Partial<Record<UsageComponent, readonly Rate[]>>>;
  /** Longer prompts have no known price; absent when the prices hold for any length. */
  pricedUpToInputTokens: number | undefined;
}>;

/** A tier, a scope and, where the price is bound to one, a place that prices are kept under. */
export type RateTableKey = `${PriceTier}/${PriceScope}` | `${PriceTier}/${PriceScope}:${string}`;

/** What one model costs at a moment. */
export type ModelPrices = Readonly<{
  provider: string;
  /** The model as the price book names it. */
  model: string;
  /** Set when the book lacks the dated snapshot asked for and gives the undated model's prices instead. */
  snapshotOf?: string;
  tables: Readonly<Partial<Record<RateTableKey, RateTable>>>;
  /** The scope of a call of which nothing is said. */
  defaultScope: PriceScope;
  /** Scopes that the provider bills at another's price, for this model. */
  scopeFallbacks: readonly ScopeFallback[];
  /** Components that the provider bills at another's price, for this model. */
  componentFallbacks: readonly ComponentFallback[];
  /** The records in effect, in the order of the book. */
  records: readonly PriceRecord[];
}>;

type GrowingTable = {
  rates: Partial<Record<UsageComponent, Rate[]>>;
  pricedUpToInputTokens: number | undefined;
};

/** Builds the prices of a model from the records in effect at a moment. */
export function modelPricesOf(
  about: Omit<ModelPrices, "snapshotOf" | "tables" | "records">,
  inEffect: readonly BookEntry[],
): ModelPrices {
  const tables: Partial<Record<RateTableKey, GrowingTable>> = {};
  for (const { record, pricedUpToInputTokens } of inEffect) {
    const key: RateTableKey =
      record.place === undefined
        ? `${record.tier}/${record.scope}`
        : `${record.tier}/${record.scope}:${record.place}`;
    const table = tables[key] ?? { rates: {}, pricedUpToInputTokens: undefined };
    tables[key] = table;
    const rates = table.rates[record.component] ?? [];
    rates.push(rateOf(record));
    rates.sort((left, right) => left.aboveInputTokens - right.aboveInputTokens);
    table.rates[record.component] = rates;
    if (pricedUpToInputTokens !== undefined) table.pricedUpToInputTokens = pricedUpToInputTokens;
  }
  return { ...about, tables, records: inEffect.map(({ record }) => record) };
}

const rateOf = (record: PriceRecord): Rate => ({
  record,
  unitPrice: unitPriceOf(record.price, record.per),
  doubt:
    record.confidence === "exact"
      ? undefined
      : `the price is ${record.confidence} (${record.source.url})`,
  aboveInputTokens: record.threshold === undefined ? 0 : record.threshold.above_input_tokens,
  marginal: record.threshold?.applies_to === "marginal",
});
