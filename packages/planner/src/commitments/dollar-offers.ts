import { missing } from "./no-plan.ts";
import { commonOf, MINUTES, type OfferContext, type OfferOf, onDemand } from "./offer-context.ts";
import { enteredMicrodollars, nothingPaid, pricePerHour, useFact } from "./plan-inputs.ts";
import type { UnitOffer } from "./unit-offer.ts";

const MICRODOLLARS = 1_000_000;

/** Usage at list prices, reserved by the minute. */
export function dollarsPerMinute(
  offer: OfferOf<"dollars_per_minute">,
  { place, inputs }: OfferContext,
): readonly UnitOffer[] {
  const price = pricePerHour(inputs, offer.price, {
    place: `${place}.price`,
    what: "a reserved dollar of usage a minute",
    mend: "Ask the provider's sales for it and enter it under price.",
  });
  if (price === null) return [];
  return [
    {
      ...commonOf(offer, { minimum: 1, increment: 1 }),
      unit: "dollar of usage a minute",
      absorbs: { by: "dollars", everyMs: 60_000 },
      capacityPerHour: MICRODOLLARS * MINUTES,
      microdollarsPerHour: price,
      overflow: onDemand,
      purchase: null,
      notes: [],
    },
  ];
}

/** An hourly commitment that covers more than itself on demand. */
export function savingsPlan(
  offer: OfferOf<"savings_plan">,
  { place, inputs }: OfferContext,
): readonly UnitOffer[] {
  if (offer.discount === undefined || offer.discount === 1) {
    inputs.reasons.push(
      missing(
        `${place}.discount`,
        "How much cheaper covered usage is, is not known.",
        "Enter discount, of 1, as the offer has it for what you run: 0.28; or name under machine one whose rates are on a list (headgate plan prices refresh --plans).",
      ),
    );
    return [];
  }
  if (offer.source !== undefined && offer.read_on === undefined) {
    inputs.reasons.push(
      missing(
        `${place}.read_on`,
        "The discount has a source and no date.",
        "Say on which day it was read there.",
      ),
    );
    return [];
  }
  const unit = enteredMicrodollars(offer.unit_dollars_per_hour);
  if (unit === 0) {
    inputs.reasons.push(nothingPaid(`${place}.unit_dollars_per_hour`, "a unit"));
    return [];
  }
  useFact(inputs, `discount of ${offer.name}`, String(offer.discount), {
    source: offer.source ?? "entered by you",
    readOn: offer.read_on ?? null,
  });
  return [
    {
      ...commonOf(offer, { minimum: 1, increment: 1 }),
      unit: `$${offer.unit_dollars_per_hour} committed an hour`,
      absorbs: { by: "dollars", everyMs: 3_600_000 },
      capacityPerHour: unit / (1 - offer.discount),
      microdollarsPerHour: unit,
      overflow: onDemand,
      purchase: { by: "savings_plan", offeringId: offer.offering_id ?? null },
      notes:
        offer.service === "ec2_instance"
          ? [
              "It covers machines of one family in one region alone: it is right where demand is the spend on those.",
            ]
          : [],
    },
  ];
}

/** Machines at their reserved price, beside the one on demand. */
export function reservedInstances(
  offer: OfferOf<"reserved_instances">,
  { place, inputs }: OfferContext,
): readonly UnitOffer[] {
  const price = pricePerHour(inputs, offer.price, {
    place: `${place}.price`,
    what: `a reserved ${offer.instance}, ${offer.term_months} months`,
    mend: "Enter its effective price under price, or name under machine one whose prices are on a list.",
  });
  const onDemandPrice = pricePerHour(inputs, offer.on_demand_price, {
    place: `${place}.on_demand_price`,
    what: `${offer.instance} on demand`,
    mend: "Enter it under on_demand_price.",
  });
  if (price === null || onDemandPrice === null) return [];
  return [
    {
      ...commonOf(offer, { minimum: 1, increment: 1 }),
      unit: `reserved ${offer.instance}`,
      absorbs: { by: "dollars", everyMs: 3_600_000 },
      capacityPerHour: onDemandPrice,
      microdollarsPerHour: price,
      overflow: onDemand,
      purchase: { by: "reserved_instances", offeringId: offer.offering_id ?? null },
      notes: [],
    },
  ];
}
