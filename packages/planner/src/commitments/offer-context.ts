import type { CommitmentOffer } from "@headgate/contract";
import type { DemandTrace } from "../demand/demand-trace.ts";
import { contradiction } from "./no-plan.ts";
import type { PlanInputs } from "./plan-inputs.ts";
import type { TokenRates } from "./token-rates.ts";
import type { Overflow } from "./unit-offer.ts";

export type ByTheUnit = Exclude<CommitmentOffer, { kind: "credits" | "volume_tiers" }>;
export type OfferOf<Kind extends ByTheUnit["kind"]> = Extract<ByTheUnit, { kind: Kind }>;

/** What an offer is read with: demand and its prices, its place in the request, and where sources and reasons go. */
export type OfferContext = Readonly<{
  rates: TokenRates;
  trace: DemandTrace;
  place: string;
  inputs: PlanInputs;
}>;

export const MINUTES = 60;
export const onDemand: Overflow = { kind: "on_demand" };

/** What all offers by the unit have. */
export const commonOf = (
  offer: ByTheUnit,
  { minimum, increment }: Readonly<{ minimum: number; increment: number }>,
) => ({
  name: offer.name,
  kind: offer.kind,
  part: null,
  termMonths: offer.term_months,
  minimum: offer.minimum_units ?? minimum,
  increment: offer.increment ?? increment,
  maximum: offer.maximum_units ?? null,
});

/** Says that it is not sold for such a term. */
export function refuseTerm(
  term: number,
  terms: readonly number[],
  { place, inputs }: OfferContext,
): void {
  if (terms.includes(term)) return;
  inputs.reasons.push(
    contradiction(
      `${place}.term_months`,
      `It is not sold for ${term} months.`,
      `Choose one of ${terms.join(", ")}.`,
    ),
  );
}
