import { bedrockReservedTier } from "./known-offers.ts";
import { missing } from "./no-plan.ts";
import {
  commonOf,
  MINUTES,
  type OfferContext,
  type OfferOf,
  onDemand,
  refuseTerm,
} from "./offer-context.ts";
import { pricePerHour, useFact } from "./plan-inputs.ts";
import type { UnitOffer } from "./unit-offer.ts";

/** Bedrock's reserved tier: input and output, each by a thousand tokens a minute. */
export function reservedTier(
  offer: OfferOf<"bedrock_reserved_tier">,
  known: OfferContext,
): readonly UnitOffer[] {
  const { place, inputs, rates } = known;
  refuseTerm(offer.term_months, bedrockReservedTier.terms, known);
  return (["input", "output"] as const).flatMap((part): readonly UnitOffer[] => {
    const price = pricePerHour(inputs, part === "input" ? offer.input_price : offer.output_price, {
      place: `${place}.${part}_price`,
      what: `1,000 ${part} tokens a minute of ${offer.model}, ${offer.term_months} months`,
      mend: `Ask your AWS account team for it and enter it under ${part}_price.`,
    });
    const rate = rates[part];
    if (rate === null) {
      inputs.reasons.push(
        missing(
          `${place}.${part}_price`,
          `What a token of ${part} costs on demand is told by no charge of these calls.`,
          "Plan calls that the price book has prices for.",
        ),
      );
    }
    if (price === null || rate === null) return [];
    useFact(
      inputs,
      `least ${part} of the reserved tier, in 1,000 tokens a minute`,
      String(
        part === "input" ? bedrockReservedTier.minimumInput : bedrockReservedTier.minimumOutput,
      ),
      bedrockReservedTier.fact,
    );
    return [
      {
        ...commonOf(offer, {
          minimum:
            part === "input" ? bedrockReservedTier.minimumInput : bedrockReservedTier.minimumOutput,
          increment: 1,
        }),
        part,
        unit: `1,000 ${part} tokens a minute of ${offer.model}`,
        absorbs: { by: `${part}_tokens`, microdollarsEach: rate },
        capacityPerHour: 1_000 * MINUTES,
        microdollarsPerHour: price,
        overflow: onDemand,
        purchase: null,
        notes: [
          "What is read from the cache does not count, what is written to it does. Input and output are bought together: with one of them at nothing, neither is to be had.",
        ],
      },
    ];
  });
}
