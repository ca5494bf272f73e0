import type { CommitmentOffer, NotPlanned, OfferPlan } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { toMicrodollars } from "@headgate/planner";
import type { Finding } from "../findings/advice-of-finding.ts";
import type { Estimated } from "./bought.ts";
import { type DemandLeft, percent } from "./demand-left.ts";
import { dollarsOf, monthlyEstimate, shownDollars } from "./monthly-estimate.ts";
import type { Planned } from "./plan-facts.ts";

const DAYS_PER_MONTH = 365 / 12;
const DAY_MS = 86_400_000;

/** A promise of spend, or credits, as what to do about them. */
export function findingOfSpend(
  { offer: name, plan }: OfferPlan,
  about: Readonly<{ offer: CommitmentOffer | undefined; demand: DemandLeft; nowMs: number }>,
): Planned {
  switch (plan.kind) {
    case "volume_tiers":
      return tiersOf(name, plan, about);
    case "credits":
      return { findings: creditsOf(name, plan, about), notPlanned: [] };
    case "no_plan":
      return {
        findings: [],
        notPlanned: plan.reasons.map(({ text, mend }) => ({
          kind: "commitment",
          subject: name,
          text,
          mend,
        })),
      };
    case "planned":
      throw new TypeError("an offer of spend is not bought by the unit");
    default:
      return plan satisfies never;
  }
}

type About = Parameters<typeof findingOfSpend>[1];
type Estimates = Readonly<{ low: string; estimate: string; high: string }>;

/** Of so many months, one. */
const aMonthOf = ({ low, estimate, high }: Estimates, months: number): Estimated => {
  const one = (text: string): number => toMicrodollars(parseDollars(text)) / months;
  return { low: one(low), estimate: one(estimate), high: one(high) };
};

function tiersOf(
  name: string,
  plan: Extract<OfferPlan["plan"], { kind: "volume_tiers" }>,
  { offer, demand }: About,
): Planned {
  if (offer?.kind !== "volume_tiers") throw new TypeError(`"${name}" is no offer of tiers`);
  const tier = plan.tier === null ? undefined : plan.tiers[plan.tier];
  const spend = aMonthOf(plan.spend, offer.period_months);
  if (tier === undefined) {
    const none: NotPlanned = {
      kind: "volume-tier",
      subject: name,
      text: `No tier pays: ${shownDollars(spend.estimate)} a month is expected on demand after the changes before it, and each tier promises more than its discount brings.`,
      mend: null,
    };
    return { findings: [], notPlanned: [none] };
  }
  const saving = aMonthOf(tier.saving, offer.period_months);
  return {
    findings: [
      {
        kind: "volume-tier",
        phase: "infrastructure",
        scope: {},
        subject: name,
        title: `Sign ${shownDollars(Number(tier.committed) * 1e6)} in ${offer.period_months} months with ${name} for ${percent(tier.discount)} off`,
        steps: ["Bring the figures to the provider's sales; enter what is agreed under overlays."],
        dollars: monthlyEstimate(saving),
        savedInRange: null,
        figures: [
          { what: "expected on demand a month", value: shownDollars(spend.estimate) },
          { what: "chance that the promise is missed", value: percent(tier.shortfall_probability) },
        ],
        confidence: {
          level: demand.depth === "bills" ? "low" : "medium",
          reason:
            "It rests on what is left on demand after all changes before it, and on courses of demand that were sampled.",
        },
        effortHours: 16,
        depth: demand.depth,
        plan: {
          range_basis: tier.saving.basis,
          risks: ["A shortfall is paid: what is spent less than promised is owed all the same."],
          would_change: [...plan.notes, ...demand.notes],
          sources: [],
          exports: [],
        },
      },
    ],
    notPlanned: [],
  };
}

/** Credits that expire unused, and those that are worth their price. */
function creditsOf(
  name: string,
  plan: Extract<OfferPlan["plan"], { kind: "credits" }>,
  { offer, demand, nowMs }: About,
): Finding[] {
  if (offer?.kind !== "credits") throw new TypeError(`"${name}" are no credits`);
  const months = Math.max(1, (Date.parse(offer.expires_on) - nowMs) / DAY_MS / DAYS_PER_MONTH);
  const given = toMicrodollars(parseDollars(offer.paid)) === 0;
  const forfeited = aMonthOf(plan.forfeited, 1);
  const saving = aMonthOf(plan.saving, months);
  const common: Pick<
    Finding,
    "kind" | "scope" | "subject" | "savedInRange" | "effortHours" | "depth" | "confidence" | "plan"
  > = {
    kind: "credits",
    scope: {},
    subject: name,
    savedInRange: null,
    effortHours: 2,
    depth: demand.depth,
    confidence: {
      level: demand.depth === "bills" ? "low" : "medium",
      reason: "It rests on courses of demand that were sampled.",
    },
    plan: {
      range_basis: plan.used.basis,
      risks: [],
      would_change: [...plan.notes, ...demand.notes],
      sources: [],
      exports: [],
    },
  };
  const figures = [
    { what: "used before they expire", value: shownDollars(aMonthOf(plan.used, 1).estimate) },
    { what: "expires unused", value: shownDollars(forfeited.estimate) },
    { what: "their last day", value: offer.expires_on },
  ];
  if (!given) {
    if (saving.estimate <= 0) return [];
    return [
      {
        ...common,
        phase: "infrastructure",
        title: `Buy the credits ${name}: they pay for more than they cost before they expire`,
        steps: ["Buy no more than is used before they expire."],
        dollars: monthlyEstimate(saving),
        figures,
      },
    ];
  }
  if (dollarsOf(forfeited.estimate) === dollarsOf(0)) return [];
  return [
    {
      ...common,
      phase: "continuous",
      title: `Use the credits ${name} before ${offer.expires_on}: ${shownDollars(forfeited.estimate)} of them would expire`,
      steps: [
        "Move spend that they pay for to where they are taken, or ask for more time before they expire.",
      ],
      // What is moved there is spend elsewhere that is not paid; how much can be moved is not known.
      dollars: null,
      figures,
    },
  ];
}
