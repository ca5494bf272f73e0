import type { PriceRecord, PriceScope, PriceTier, UsageComponent } from "@headgate/contract";

/** Decimal dollars by what they buy. */
export type DollarsByComponent = Readonly<{ [Component in UsageComponent]?: string }>;

/** Prices above a prompt length. */
export type PricesAbove = Readonly<{
  input_tokens: number;
  applies_to: "whole_call" | "marginal";
  per_million_tokens: DollarsByComponent;
}>;

/** One dated entry of a price file: a model's prices in service tiers and scopes during a period. */
export type PriceEntry = Readonly<{
  model: string;
  tier: PriceTier | readonly PriceTier[];
  /** `global` unless said. */
  scope?: PriceScope | readonly PriceScope[];
  /** Where the scope is; absent: anywhere in it. */
  place?: string | readonly string[];
  valid_from: string;
  valid_to?: string;
  recorded_at: string;
  source: string;
  confidence: PriceRecord["confidence"];
  per_million_tokens?: DollarsByComponent;
  per_thousand?: DollarsByComponent;
  above?: readonly PricesAbove[];
  /** Longer prompts have no known price in this tier; without it, the prices hold for any length. */
  priced_up_to_input_tokens?: number;
  /** For the reader of the file. */
  note?: string;
}>;

/** A name that meant a model during a period; `-latest` names move on. */
export type DatedAlias = Readonly<{
  name: string;
  /** First day; absent: since the model has had a price. */
  from?: string;
  /** First day on which it no longer means this model. */
  until?: string;
}>;

type PriceFileModel = Readonly<{
  model: string;
  aliases: readonly (string | DatedAlias)[];
}>;

/**
 * Where a provider documents that one scope is billed at another's price, and for which models. A price
 * of the scope itself always comes first; a price found this way is derived, with the reason.
 */
export type ScopeFallback = Readonly<{
  from: PriceScope;
  to: PriceScope;
  /** A name, or the beginning of names when it ends in `*`. */
  models: readonly string[];
  reason: string;
  source: string;
  /**
   * Holds before the scope's own price where the place of the call has a price in the other scope: the scope's own
   * is then a catalogue's, which has one for places that the provider prices apart.
   */
  precedes?: boolean;
}>;

/**
 * Where a provider documents one price for several kinds of tokens, and for which models. A price of the
 * component itself always comes first; a price found this way is derived, with the reason.
 */
export type ComponentFallback = Readonly<{
  from: readonly UsageComponent[];
  to: UsageComponent;
  /** A name, or the beginning of names when it ends in `*`. */
  models: readonly string[];
  reason: string;
  source: string;
}>;

export type PriceSource = PriceRecord["source"];

/** A price file: what one provider charges, with the sources read. New entries go to the end. */
export type PriceFile = Readonly<{
  provider: string;
  /** The scope of a call of which nothing is said; `global` unless said. */
  default_scope?: PriceScope;
  scope_fallbacks?: readonly ScopeFallback[];
  component_fallbacks?: readonly ComponentFallback[];
  sources: Readonly<Record<string, PriceSource>>;
  models: readonly PriceFileModel[];
  prices: readonly PriceEntry[];
}>;
