import type { PriceCeiling, UsageComponent } from "@headgate/contract";
import type { Picodollars } from "@headgate/money";
import { chooseTable } from "./choose-table.ts";
import { findModel, type ModelSearch } from "./find-model.ts";
import { fitsPattern } from "./name-pattern.ts";
import type { PriceBook } from "./price-book.ts";
import type { ModelPrices } from "./rate-table.ts";
import { unitPriceOf } from "./unit-price.ts";

export type CeilingQuery = ModelSearch &
  Readonly<{
    /** The configured provider's name, which a ceiling may also be for. */
    providerName?: string;
    /** Ceilings of the operator's for models without a price; the first that fits holds. */
    ceilings?: readonly PriceCeiling[];
  }>;

/** The dearest that a token can plausibly cost before a call is made, or that nothing is known of it. */
export type Ceiling =
  | Readonly<{
      kind: "ceiling";
      /** `price_book`: a call at the standard tier has a price. `configured`: the operator's guess. */
      from: "price_book" | "configured";
      /** For a prompt token of any kind of text: cache writes included. */
      inputPerToken: Picodollars;
      /** Absent for models that bill no answer, e.g. embeddings. */
      outputPerToken?: Picodollars;
    }>
  | Readonly<{ kind: "none"; reason: string }>;

/** Billed kinds of a text prompt and of a text answer. */
const promptSide = [
  "input",
  "cache_read",
  "cache_write_5m",
  "cache_write_1h",
  "cache_write",
] as const;
const answerSide = ["output", "reasoning"] as const;

const MILLION = 1_000_000;

/**
 * What a limit must reckon with before a call is made: the dearest rate of its model over all service
 * tiers, prompt lengths and places, for which tier answers is known only afterwards. For a model without a
 * price it is the operator's own ceiling. It is never a charge: that stays unknown.
 */
export function ceilingFor(book: PriceBook, query: CeilingQuery): Ceiling {
  const found = findModel(book, query);
  if (found.kind === "found") {
    const { prices } = found;
    const { table } = chooseTable(prices, "standard", found);
    const inputPerToken = dearest(prices, promptSide);
    if (table !== undefined && inputPerToken !== undefined) {
      const outputPerToken = dearest(prices, answerSide);
      return {
        kind: "ceiling",
        from: "price_book",
        inputPerToken,
        ...(outputPerToken === undefined ? {} : { outputPerToken }),
      };
    }
  }
  const configured = query.ceilings?.find(({ match }) => fits(match, query));
  if (configured !== undefined) {
    return {
      kind: "ceiling",
      from: "configured",
      inputPerToken: unitPriceOf(configured.input_per_million, MILLION),
      outputPerToken: unitPriceOf(configured.output_per_million, MILLION),
    };
  }
  return {
    kind: "none",
    reason:
      found.kind === "missing"
        ? found.reason
        : `no price is known for ${found.prices.model} where it is served`,
  };
}

const dearest = (
  { tables }: ModelPrices,
  components: readonly UsageComponent[],
): Picodollars | undefined => {
  let most: Picodollars | undefined;
  for (const table of Object.values(tables)) {
    for (const component of components) {
      for (const { unitPrice } of table?.rates[component] ?? []) {
        if (most === undefined || unitPrice > most) most = unitPrice;
      }
    }
  }
  return most;
};

/** `provider/model` of the configuration or of the price book. */
const fits = (match: string, { provider, providerName, models }: CeilingQuery): boolean => {
  const providers = providerName === undefined ? [provider] : [provider, providerName];
  return models.some((model) => providers.some((one) => fitsPattern(match, `${one}/${model}`)));
};
