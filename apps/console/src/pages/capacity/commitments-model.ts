import {
  type CommitmentsPlan,
  counted,
  exportsOfCommitments,
  type OfferPlan,
} from "@headgate/contract";
import { dollarsShown } from "../../format/money-text.ts";
import { percentText, rangeText } from "./plan-text.ts";

/** What stands in the form at first, as a file of `headgate plan commitments`. The prices are constructed. */
export const firstOffers = `{
  "filter": { "model": "gpt-4o-mini" },
  "offers": [
    {
      "name": "ptu-year",
      "kind": "azure_ptu",
      "model": "gpt-4o-mini",
      "term_months": 12,
      "price": { "dollars": "221", "per": "month" }
    },
    {
      "name": "plan-year",
      "kind": "savings_plan",
      "service": "compute",
      "term_months": 12,
      "discount": 0.28
    }
  ]
}
`;

export type OfferLine = Readonly<{
  name: string;
  buy: string;
  saves: string;
  regret: string;
  notes: readonly string[];
}>;

/** What to buy of each offer. */
export const offerLines = (offers: readonly OfferPlan[]): readonly OfferLine[] =>
  offers.map(({ offer, part, plan }) => ({
    name: part === null ? offer : `${offer}, ${part}`,
    ...planLine(plan),
  }));

function planLine(plan: OfferPlan["plan"]): Omit<OfferLine, "name"> {
  switch (plan.kind) {
    case "planned":
      return {
        buy: plan.units === 0 ? "none" : `${plan.units} × ${plan.unit}`,
        saves: `${rangeText(plan.saving_per_month)} a month`,
        regret: `${dollarsShown(plan.regret_per_month.p10)} at P10, ${dollarsShown(plan.regret_per_month.p90)} at P90`,
        notes: [
          plan.units === 0
            ? `The first is worth ${plan.first_worth.toFixed(2)} of what it costs.`
            : `${dollarsShown(plan.committed_per_month)} a month, ${plan.term_months === 0 ? "without a term" : `for ${counted(plan.term_months, "month")}`}; pays from ${percentText(plan.break_even_utilisation)} of a unit used.`,
          ...plan.notes,
        ],
      };
    case "credits":
      return {
        buy: plan.used_up_on === null ? "not used up in time" : `used up on ${plan.used_up_on}`,
        saves: `${rangeText(plan.saving)} in all`,
        regret: "–",
        notes: [`Expires unused: ${rangeText(plan.forfeited)}.`, ...plan.notes],
      };
    case "volume_tiers": {
      const tier = plan.tier === null ? undefined : plan.tiers[plan.tier];
      return {
        buy: tier === undefined ? "none" : `the tier of ${dollarsShown(tier.committed)}`,
        saves: tier === undefined ? "–" : `${rangeText(tier.saving)} in the period`,
        regret: "–",
        notes: [
          ...(tier === undefined
            ? []
            : [`Missed in ${percentText(tier.shortfall_probability)} of cases.`]),
          ...plan.notes,
        ],
      };
    }
    case "no_plan":
      return {
        buy: "no plan",
        saves: "not known",
        regret: "not known",
        notes: plan.reasons.map(({ place, text, mend }) => `${place}: ${text} ${mend}`),
      };
    default:
      return plan satisfies never;
  }
}

type Planned = Extract<CommitmentsPlan, { kind: "commitments_plan" }>;

/** What to buy of offers for the same demand, what ends soon, and what is to be known, in a sentence each. */
export function commitmentTexts(plan: Planned): readonly string[] {
  const { together, renewals, notes, pooled } = plan;
  const { withheld } = exportsOfCommitments(plan);
  const all =
    together === null
      ? []
      : together.kind === "no_plan"
        ? together.reasons.map(({ place, text, mend }) => `Together: ${place}: ${text} ${mend}`)
        : [
            `Together: ${togetherText(together.units)}; saves ${rangeText(together.saving_per_month)} a month.`,
            ...together.notes,
          ];
  const pools = pooled.flatMap((pool) => [
    `${pool.offer} pooled by ${pool.by}: ${counted(pool.units_together, "unit")} together save ${dollarsShown(pool.saving_together)} a month, ${counted(pool.units_apart, "unit")} apart ${dollarsShown(pool.saving_apart)}.`,
    ...pool.notes,
  ]);
  return [
    ...all,
    ...(withheld === null ? [] : [withheld]),
    ...pools,
    ...renewals.map(({ text }) => text),
    ...notes,
  ];
}

function togetherText(units: readonly Readonly<{ offer: string; units: number }>[]): string {
  const bought = units.filter((one) => one.units > 0);
  return bought.length === 0
    ? "buy none"
    : bought.map((one) => `${one.units} of ${one.offer}`).join(", ");
}

export const offerTurningPoints = (offers: readonly OfferPlan[]) =>
  offers.flatMap(({ offer, plan }) =>
    plan.kind === "planned"
      ? plan.turning_points.map((point) => ({ ...point, input: `${offer}: ${point.input}` }))
      : [],
  );
