import type { DemandTrace } from "../demand/demand-trace.ts";
import {
  bedrockProvisionedTerms,
  knownModelUnit,
  knownPtu,
  ptuTokenRatio,
} from "./known-offers.ts";
import { missing } from "./no-plan.ts";
import {
  commonOf,
  MINUTES,
  type OfferContext,
  type OfferOf,
  onDemand,
  refuseTerm,
} from "./offer-context.ts";
import { enteredMicrodollars, knownPricePerHour, pricePerHour, useFact } from "./plan-inputs.ts";
import type { Overflow, UnitOffer } from "./unit-offer.ts";

/** Bedrock's model units. */
export function modelUnits(
  offer: OfferOf<"bedrock_provisioned_throughput">,
  known: OfferContext,
): readonly UnitOffer[] {
  const { place, inputs } = known;
  const { model, region, term_months: term } = offer;
  refuseTerm(offer.term_months, bedrockProvisionedTerms.terms, known);
  const what = `a model unit of ${model}, ${region}, ${term === 0 ? "no commitment" : `${term} months`}`;
  const public_ = offer.price === undefined ? knownModelUnit(model, region, term) : null;
  const price =
    public_ === null
      ? pricePerHour(inputs, offer.price, {
          place: `${place}.price`,
          what,
          mend: "Ask your AWS account manager for it and enter it under price.",
        })
      : knownPricePerHour(inputs, what, public_);
  const weights = {
    input: 1,
    cacheRead: offer.cache_reads_count_as,
    output: offer.output_tokens_count_as,
  };
  if (offer.tokens_per_minute === undefined) {
    const parity = price === null ? null : parityTokensPerMinute(known.trace, weights, price);
    inputs.reasons.push(
      missing(
        `${place}.tokens_per_minute`,
        `What a model unit of ${model} works through is told by AWS alone${
          parity === null
            ? ""
            : `. At this price and your mix of tokens, a unit that is busy all the time breaks even at ${Math.ceil(parity).toLocaleString("en-US")} tokens a minute`
        }.`,
        "Ask your AWS account manager for the tokens per minute of a model unit and enter it; below the break-even, no number of units pays.",
      ),
    );
  }
  const overflow = overflowOf(offer, known);
  if (price === null || offer.tokens_per_minute === undefined) return [];
  useFact(inputs, `tokens a minute of ${what}`, String(offer.tokens_per_minute), {
    source: "entered by you",
    readOn: null,
  });
  return [
    {
      ...commonOf(offer, { minimum: 1, increment: 1 }),
      unit: `model unit of ${model}`,
      absorbs: { by: "tokens", ...weights },
      capacityPerHour: offer.tokens_per_minute * MINUTES,
      microdollarsPerHour: price,
      overflow,
      purchase: { by: "bedrock_provisioned_throughput", model, region },
      notes: [
        "A model unit has a limit on input and one on output; both are planned as one, by how a token of output is counted.",
      ],
    },
  ];
}

/** The throughput at which a unit that is always busy costs what the same tokens cost on demand. */
function parityTokensPerMinute(
  trace: DemandTrace,
  weights: Readonly<{ input: number; cacheRead: number; output: number }>,
  microdollarsPerHour: number,
): number | null {
  let tokens = 0;
  let dollars = 0;
  for (let step = 0; step < trace.calls.length; step += 1) {
    tokens +=
      weights.input * (trace.inputTokens[step] as number) +
      weights.cacheRead * (trace.cacheReadTokens[step] as number) +
      weights.output * (trace.outputTokens[step] as number);
    dollars += trace.onDemandMicrodollars[step] as number;
  }
  return tokens === 0 || dollars === 0 ? null : microdollarsPerHour / MINUTES / (dollars / tokens);
}

/** Azure's provisioned throughput units. */
export function ptus(offer: OfferOf<"azure_ptu">, known: OfferContext): readonly UnitOffer[] {
  const { place, inputs, rates } = known;
  const { model, deployment } = offer;
  const table = knownPtu(model, deployment);
  const price = pricePerHour(inputs, offer.price, {
    place: `${place}.price`,
    what: `a PTU (${deployment}), ${offer.term_months} months`,
    mend: "Read it off Azure's pricing page or your agreement and enter it under price, with the day.",
  });
  if (offer.tokens_per_minute === undefined && table === null) {
    inputs.reasons.push(
      missing(
        `${place}.tokens_per_minute`,
        `How many tokens a minute a PTU works through is not known for ${model}.`,
        "Take it from Azure's capacity calculator and enter it.",
      ),
    );
  }
  const ratio =
    rates.input === null || rates.output === null || rates.input === 0
      ? null
      : rates.output / rates.input;
  const output = offer.output_tokens_count_as ?? ratio;
  if (output === null) {
    inputs.reasons.push(
      missing(
        `${place}.output_tokens_count_as`,
        "How many tokens of input a token of output counts as is not known: no charge tells both prices.",
        "Enter output_tokens_count_as from Azure's capacity calculator.",
      ),
    );
  } else if (offer.output_tokens_count_as === undefined) {
    useFact(inputs, "a token of output, in tokens of input", output.toFixed(2), ptuTokenRatio);
  }
  const overflow = overflowOf(offer, known);
  const tokensPerMinute = offer.tokens_per_minute ?? table?.tokensPerMinute;
  if (price === null || output === null || tokensPerMinute === undefined) return [];
  useFact(
    inputs,
    `input tokens a minute of a PTU of ${model}`,
    String(tokensPerMinute),
    offer.tokens_per_minute === undefined && table !== null
      ? table.fact
      : { source: "entered by you", readOn: null },
  );
  return [
    {
      ...commonOf(offer, table ?? { minimum: 15, increment: 5 }),
      unit: `PTU of ${model}`,
      absorbs: { by: "tokens", input: 1, cacheRead: offer.cache_reads_count_as, output },
      capacityPerHour: tokensPerMinute * MINUTES,
      microdollarsPerHour: price,
      overflow,
      purchase: { by: "azure_ptu", model, deployment },
      notes:
        overflow.kind === "on_demand"
          ? [
              "Calls without room go on by Azure's spillover or Headgate's fallbacks; switch one on.",
            ]
          : [],
    },
  ];
}

function overflowOf(
  offer: OfferOf<"azure_ptu" | "bedrock_provisioned_throughput">,
  { place, inputs }: OfferContext,
): Overflow {
  if (offer.overflow === "on_demand") return onDemand;
  if (offer.refused_call_dollars === undefined && offer.most_refused_share === undefined) {
    inputs.reasons.push(
      missing(
        `${place}.refused_call_dollars`,
        "Calls without room are refused, and what a lost call costs is not known.",
        "Enter refused_call_dollars or most_refused_share, or let them overflow to on demand.",
      ),
    );
  }
  return {
    kind: "refused",
    microdollarsPerCall:
      offer.refused_call_dollars === undefined
        ? null
        : enteredMicrodollars(offer.refused_call_dollars),
    mostShare: offer.most_refused_share ?? null,
  };
}
