import { HOURS_PER_MONTH } from "../statistics/month.ts";
import { dollarsPerMinute, reservedInstances, savingsPlan } from "./dollar-offers.ts";
import { dollarsText } from "./estimates.ts";
import { contradiction } from "./no-plan.ts";
import type { ByTheUnit, OfferContext } from "./offer-context.ts";
import { reservedTier } from "./reserved-tier-offer.ts";
import { modelUnits, ptus } from "./throughput-offers.ts";
import type { UnitOffer } from "./unit-offer.ts";

/**
 * An offer as something that can be planned by the unit; the reserved tier is two. None where something is missing or
 * contradicts itself: the inputs then say what, and what to do about it.
 */
export function unitOffersOf(offer: ByTheUnit, known: OfferContext): readonly UnitOffer[] {
  const { place, inputs } = known;
  const before = inputs.reasons.length;
  if (
    offer.minimum_units !== undefined &&
    offer.maximum_units !== undefined &&
    offer.minimum_units > offer.maximum_units
  ) {
    inputs.reasons.push(
      contradiction(
        `${place}.maximum_units`,
        `At least ${offer.minimum_units} units and at most ${offer.maximum_units} exclude each other.`,
        "Raise maximum_units or lower minimum_units.",
      ),
    );
  }
  const found = offersOf(offer, known);
  if (offer.minimum_units === undefined) {
    for (const { part, minimum, maximum } of found) {
      if (maximum === null || maximum >= minimum) continue;
      inputs.reasons.push(
        contradiction(
          `${place}.maximum_units`,
          `At most ${maximum} units exclude the least${part === null ? "" : ` of ${part}`} that is sold: ${minimum}.`,
          `Raise maximum_units to ${minimum} at least, or take it out.`,
        ),
      );
    }
  }
  return inputs.reasons.length > before ? [] : found;
}

function offersOf(offer: ByTheUnit, known: OfferContext): readonly UnitOffer[] {
  switch (offer.kind) {
    case "bedrock_provisioned_throughput":
      return modelUnits(offer, known);
    case "azure_ptu":
      return ptus(offer, known);
    case "bedrock_reserved_tier":
      return reservedTier(offer, known);
    case "dollars_per_minute":
      return dollarsPerMinute(offer, known);
    case "savings_plan":
      return savingsPlan(offer, known);
    case "reserved_instances":
      return reservedInstances(offer, known);
    default:
      return offer satisfies never;
  }
}

/** What a number of units costs a month. */
export const committedPerMonth = (offer: UnitOffer, units: number): string =>
  dollarsText(units * offer.microdollarsPerHour * HOURS_PER_MONTH);
