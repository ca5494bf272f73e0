import type { NotPlanned } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import {
  daysOf,
  demandOutlook,
  knownPtu,
  summariseDemand,
  toMicrodollars,
  weeksOf,
} from "@headgate/planner";
import type { Finding } from "../findings/advice-of-finding.ts";
import { type DearModel, dearestModels, monthly } from "./dearest-models.ts";
import { callsDemand, type DemandLeft, percent } from "./demand-left.ts";
import { shownDollars } from "./monthly-estimate.ts";
import type { PlanFacts, Planned } from "./plan-facts.ts";

const MOST_PROVIDERS = 20;
const MOST_MODELS = 3;
/** From so much a month of one model on, the price of its capacity is worth asking for. */
const LEAST_TO_ASK = 5_000e6;
const MINUTES_PER_MONTH = 730 * 60;

/**
 * Evidence for a talk about prices with each provider that is paid enough, and the prices of capacity that only its sales tell:
 * by name, with what they would have to be below.
 */
export async function proposeNegotiation(facts: PlanFacts): Promise<Planned> {
  const { ledger, range, before, config } = facts;
  if (before.calls.length === 0) return { findings: [], notPlanned: [] };
  const least = toMicrodollars(parseDollars(config.plans.negotiate_from));
  const { rows } = await ledger.report("spend-by", {
    ...range,
    by: "provider",
    limit: MOST_PROVIDERS,
  });
  const findings: Finding[] = [];
  const notPlanned: NotPlanned[] = [];
  for (const { group: provider, effective_cost: cost } of rows) {
    if (provider === null) continue;
    const spent = monthly(toMicrodollars(parseDollars(cost)), before);
    if (spent >= Math.min(least, LEAST_TO_ASK)) {
      const models = await dearestModels(facts, provider);
      notPlanned.push(...(await pricesToAsk(facts, provider, models)));
      const demand =
        spent < least ? undefined : await callsDemand(facts, { provider }, "list", "hour");
      if (demand !== undefined && spent * demand.share >= least) {
        findings.push(findingOf(provider, { spent, models, demand, facts }));
      }
    }
  }
  return { findings, notPlanned };
}

function findingOf(
  provider: string,
  about: Readonly<{
    spent: number;
    models: readonly DearModel[];
    demand: DemandLeft;
    facts: PlanFacts;
  }>,
): Finding {
  const { spent, models, demand, facts } = about;
  const left = spent * demand.share;
  const outlook = demandOutlook(daysOf(demand.left));
  const summary = summariseDemand({
    trace: demand.left,
    origin: demand.origin,
    outlook,
    weeks: weeksOf(demand.left),
  });
  const hasDiscount = facts.config.overlays.some(
    ({ applies_to: to }) => to.provider === undefined || to.provider === provider,
  );
  return {
    kind: "negotiation",
    phase: "infrastructure",
    scope: {},
    subject: provider,
    title: `Ask ${provider} for a discount on ${shownDollars(left)} a month${hasDiscount ? ", beyond the one that you have" : ""}`,
    steps: [
      "Bring these figures; ask for volume tiers, a private offer, or a discount for a promise of spend.",
      "Enter what is offered under plans.commitments.offers as volume_tiers: which tier to sign is then worked out.",
      "Enter what is agreed under overlays.",
    ],
    // What is given is the provider's to say.
    dollars: null,
    savedInRange: null,
    figures: [
      { what: "paid a month", value: shownDollars(spent) },
      { what: "of it left after the recommended changes", value: percent(demand.share) },
      { what: "what each percent of discount is worth a month", value: shownDollars(left / 100) },
      ...(summary.outlook.kind === "back_tested"
        ? [{ what: "growth a month", value: percent(summary.outlook.growth_per_month) }]
        : []),
      ...(summary.p95_over_mean === null
        ? []
        : [
            {
              what: `P95 by the ${summary.grain}, of the mean`,
              value: summary.p95_over_mean.toFixed(1),
            },
          ]),
      ...models.slice(0, MOST_MODELS).map(({ model, microdollarsPerMonth }) => ({
        what: `${model}, a month`,
        value: shownDollars(microdollarsPerMonth),
      })),
    ],
    confidence: {
      level: "high",
      reason: "The spend is the ledger's own; the discount is theirs to say.",
    },
    effortHours: 8,
    depth: facts.depth,
    plan: {
      range_basis: null,
      risks: ["A promise of spend is owed even where demand falls."],
      would_change: [...demand.notes],
      sources: [],
      exports: [],
    },
  };
}

/** Capacity that is sold for dear models and has no offer in the configuration: what to ask for, and what it must be below. */
async function pricesToAsk(
  facts: PlanFacts,
  provider: string,
  models: readonly DearModel[],
): Promise<readonly NotPlanned[]> {
  const { offers } = facts.config.plans.commitments;
  const kind = facts.config.providers[provider]?.kind;
  const isBedrock = kind === "bedrock" || provider === "bedrock";
  const isAzure = kind === "azure-openai" || provider === "azure";
  if (!isBedrock && !isAzure) return [];
  const dear = models.filter(
    ({ model, microdollarsPerMonth }) =>
      microdollarsPerMonth >= LEAST_TO_ASK &&
      !offers.some((offer) => "model" in offer && offer.model === model),
  );
  const asked: NotPlanned[] = [];
  for (const { model } of dear.slice(0, MOST_MODELS)) {
    const demand = await callsDemand(facts, { provider, model }, "contracted", "hour");
    if (demand === undefined) continue;
    asked.push(isBedrock ? reservedTier(model, demand) : ptu(model, demand));
  }
  return asked;
}

function reservedTier(model: string, { rates }: DemandLeft): NotPlanned {
  const worth = (rate: number | null): string =>
    rate === null ? "not known" : shownDollars(rate * 1_000 * MINUTES_PER_MONTH);
  return {
    kind: "commitment",
    subject: model,
    text: `Bedrock sells its reserved tier and provisioned throughput by the month, at prices that it tells its customers alone. A thousand tokens a minute that are always used are worth, on demand and a month, ${worth(rates.input)} of input and ${worth(rates.output)} of output: only below that can reserving pay.`,
    mend: "Ask your account manager for input_price and output_price of the reserved tier, and enter an offer of kind bedrock_reserved_tier under plans.commitments.offers.",
  };
}

function ptu(model: string, { rates }: DemandLeft): NotPlanned {
  const known = knownPtu(model, "global");
  const worth =
    known === null || rates.input === null
      ? "What a unit works through for it is not in the list of the project."
      : `A unit works through ${known.tokensPerMinute} tokens of input a minute: always used it is worth ${shownDollars(rates.input * known.tokensPerMinute * MINUTES_PER_MONTH)} a month on demand, and only below that can it pay.`;
  return {
    kind: "commitment",
    subject: model,
    text: `Azure sells provisioned units (PTU) for it; what you pay for one is on your price sheet. ${worth}`,
    mend: "Enter an offer of kind azure_ptu with its price under plans.commitments.offers.",
  };
}
