import type { PriceScope, UsageComponent } from "@headgate/contract";
import type { Spending } from "./spend-rule.ts";

/** What a source hands over of a line, to be read for what it says of models. */
export type LineSubject = Readonly<{
  /** Codes and names of the service, its seller's among them. */
  services: readonly (string | undefined)[];
  /** Names that the user gave: resource, tags. */
  given: readonly (string | undefined)[];
  /** AWS's usage type or SKU meter, Azure's meter. */
  meter: string | undefined;
  description: string | undefined;
  /** FOCUS's ServiceCategory. */
  focusCategory?: string | undefined;
  /** Whether the line is usage with a quantity of its own: no purchase, tax, credit or negation. */
  isUsage: boolean;
  quantity: string | undefined;
  unit: string | undefined;
  /** What the quantity costs at list, or billed where no list price is on the line. */
  cost: string;
  currency: string;
  atMs: number;
}>;

/** What a line says of models, in the contract's fields. What could not be told is absent. */
export type ModelFacts = Readonly<{
  provider?: string;
  billed_model?: string;
  model?: string;
  component?: UsageComponent;
  component_quantity?: string;
  service_tier?: string;
  scope?: PriceScope;
}>;

export type LineFacts = Readonly<{
  facts: ModelFacts;
  spending: Spending;
  /** Where the meter names the region. */
  region?: string | undefined;
  warnings: readonly string[];
}>;

/** The words of a subject, as the tables of services look at them. */
export const billedServiceOf = ({ services, given, meter, description }: LineSubject) => ({
  service: joined(services),
  detail: joined([meter, description]),
  given: joined(given),
});

const joined = (parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined).join(" ");
