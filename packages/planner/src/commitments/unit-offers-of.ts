import type { CommitmentOffer } from "@headgate/contract";
import type { DemandTrace } from "../demand/demand-trace.ts";
import { dollarsText, HOURS_PER_MONTH } from "./estimates.ts";
import {
  bedrockProvisionedTerms,
  bedrockReservedTier,
  knownModelUnit,
  knownPtu,
  ptuTokenRatio,
} from "./known-offers.ts";
import { contradiction, missing } from "./no-plan.ts";
import {
  enteredMicrodollars,
  knownPricePerHour,
  type PlanInputs,
  pricePerHour,
  useFact,
} from "./plan-inputs.ts";
import type { TokenRates } from "./token-rates.ts";
import type { Overflow, UnitOffer } from "./unit-offer.ts";

export type ByTheUnit = Exclude<CommitmentOffer, { kind: "credits" | "volume_tiers" }>;
type Known = Readonly<{ rates: TokenRates; trace: DemandTrace; place: string; inputs: PlanInputs }>;

const MINUTES = 60;
const MICRODOLLARS = 1_000_000;

/**
 * An offer as something that can be planned by the unit; the reserved tier is two. None where something is missing or
 * contradicts itself: the inputs then say what, and what to do about it.
 */
export function unitOffersOf(offer: ByTheUnit, known: Known): readonly UnitOffer[] {
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
  return inputs.reasons.length > before ? [] : found;
}

function offersOf(offer: ByTheUnit, known: Known): readonly UnitOffer[] {
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

type Of<Kind extends ByTheUnit["kind"]> = Extract<ByTheUnit, { kind: Kind }>;

const onDemand: Overflow = { kind: "on_demand" };

const commonOf = (
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

function overflowOf(
  offer: Of<"azure_ptu" | "bedrock_provisioned_throughput">,
  { place, inputs }: Known,
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

function modelUnits(
  offer: Of<"bedrock_provisioned_throughput">,
  known: Known,
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

function refuseTerm(term: number, terms: readonly number[], { place, inputs }: Known): void {
  if (terms.includes(term)) return;
  inputs.reasons.push(
    contradiction(
      `${place}.term_months`,
      `It is not sold for ${term} months.`,
      `Choose one of ${terms.join(", ")}.`,
    ),
  );
}

function ptus(offer: Of<"azure_ptu">, known: Known): readonly UnitOffer[] {
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

function reservedTier(offer: Of<"bedrock_reserved_tier">, known: Known): readonly UnitOffer[] {
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

function dollarsPerMinute(
  offer: Of<"dollars_per_minute">,
  { place, inputs }: Known,
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

function savingsPlan(offer: Of<"savings_plan">, { place, inputs }: Known): readonly UnitOffer[] {
  if (offer.discount === undefined || offer.discount === 1) {
    inputs.reasons.push(
      missing(
        `${place}.discount`,
        "How much cheaper covered usage is, is not known.",
        "Enter discount, of 1, as the offer has it for what you run: 0.28.",
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
  useFact(inputs, `discount of ${offer.name}`, String(offer.discount), {
    source: offer.source ?? "entered by you",
    readOn: offer.read_on ?? null,
  });
  const unit = enteredMicrodollars(offer.unit_dollars_per_hour);
  return [
    {
      ...commonOf(offer, { minimum: 1, increment: 1 }),
      unit: `$${offer.unit_dollars_per_hour} committed an hour`,
      absorbs: { by: "dollars", everyMs: 3_600_000 },
      capacityPerHour: unit / (1 - offer.discount),
      microdollarsPerHour: unit,
      overflow: onDemand,
      purchase: { by: "savings_plan", offeringId: offer.offering_id ?? null },
      notes: [],
    },
  ];
}

function reservedInstances(
  offer: Of<"reserved_instances">,
  { place, inputs }: Known,
): readonly UnitOffer[] {
  const price = pricePerHour(inputs, offer.price, {
    place: `${place}.price`,
    what: `a reserved ${offer.instance}, ${offer.term_months} months`,
    mend: "Enter its effective price under price.",
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

/** What a number of units costs a month. */
export const committedPerMonth = (offer: UnitOffer, units: number): string =>
  dollarsText(units * offer.microdollarsPerHour * HOURS_PER_MONTH);
