import {
  type CommitmentsPlan,
  type ConfidenceLevel,
  counted,
  type HistoryDepth,
} from "@headgate/contract";
import type { Finding } from "../findings/advice-of-finding.ts";
import type { Bought } from "./bought.ts";
import { type DemandLeft, percent } from "./demand-left.ts";
import { monthlyEstimate, shownDollars } from "./monthly-estimate.ts";

type Plan = Extract<CommitmentsPlan, { kind: "commitments_plan" }>;

/** A purchase as a recommendation. */
export function findingOfBought(
  bought: Bought,
  about: Readonly<{
    about: string;
    demand: DemandLeft;
    plan: Plan;
    /** What would be bought were the calls left as they are. */
    withoutLevers: Bought | undefined;
  }>,
): Finding {
  const { plan, demand, withoutLevers } = about;
  const what = purchasesText(bought);
  return {
    kind: "commitment",
    phase: "infrastructure",
    scope: {},
    subject: bought.purchases.map(({ offer, part }) => `${offer} ${part ?? ""}`).join("/"),
    title: `Commit to ${what} for ${about.about}`,
    steps: [
      "Do what you accept of the quick wins first: it is sized for what they leave.",
      "Buy it with the export, or ask the provider: nothing is bought by itself.",
      "Write it under plans.commitments.held with the day on which it ends: its renewal is then told in time.",
    ],
    dollars: monthlyEstimate(bought.saving),
    savedInRange: null,
    figures: figuresOf(bought, plan),
    confidence: confidenceOf(plan.demand.outlook.kind, demand.depth),
    effortHours: 8,
    depth: demand.depth,
    plan: {
      range_basis: bought.basis,
      risks: [
        "It is paid for whether it is used or not, and cannot be taken back before its end.",
        ...bought.plans.map(
          ({ offer, plan: own }) =>
            `Where demand comes low, knowing it would have saved ${shown(own.regret_per_month.p10)} a month more than ${offer}.`,
        ),
      ],
      would_change: [
        ...(withoutLevers === undefined
          ? []
          : [
              `Were none of the recommended changes of calls made, it would be ${purchasesText(withoutLevers)}.`,
            ]),
        ...bought.turningPoints.map(
          ({ input, now, turns_at, answer_then }) =>
            `${input} is ${now}; at ${turns_at}: ${answer_then}.`,
        ),
        ...demand.notes,
        ...plan.notes,
        ...new Set(bought.plans.flatMap((one) => one.plan.notes)),
      ],
      sources: plan.sources,
      exports: [...bought.exports],
    },
  };
}

const purchasesText = ({ purchases, plans }: Bought): string =>
  purchases
    .map(({ offer, part, units }) => {
      const own = plans.find((one) => one.offer === offer && one.part === part);
      const name = part === null ? offer : `${offer} (${part})`;
      return own === undefined
        ? `${counted(units, "unit")} of ${name}`
        : `${units} × ${own.plan.unit} of ${name}`;
    })
    .join(" and ");

const shown = (dollars: string): string => shownDollars(Number(dollars) * 1e6);

function figuresOf(bought: Bought, { demand }: Plan): Finding["figures"] {
  return [
    ...(demand.on_demand_per_month === null
      ? []
      : [{ what: "on demand a month", value: shown(demand.on_demand_per_month) }]),
    { what: "committed a month", value: shownDollars(bought.committedMicrodollars) },
    ...bought.plans.flatMap(({ offer, plan }) => [
      { what: `${offer}: break-even utilisation`, value: percent(plan.break_even_utilisation) },
      ...(plan.marginal_utilisation === null
        ? []
        : [
            {
              what: `${offer}: utilisation of its last unit`,
              value: percent(plan.marginal_utilisation),
            },
          ]),
      { what: `${offer}: left on demand`, value: percent(plan.overflow_share) },
    ]),
    ...(demand.p95_over_mean === null
      ? []
      : [
          {
            what: `P95 of demand by the ${demand.grain}, of its mean`,
            value: demand.p95_over_mean.toFixed(2),
          },
        ]),
  ];
}

/** Bills tell least; who sees each call, and has tried a forecast on the past, is surest. */
export function confidenceOf(
  outlook: Plan["demand"]["outlook"]["kind"],
  depth: HistoryDepth,
): Finding["confidence"] {
  const tried = outlook === "back_tested";
  const level: ConfidenceLevel =
    depth === "bills" || !tried ? "low" : depth === "rows" ? "medium" : "high";
  const by = {
    bills: "There were bills alone",
    rows: "Logs tell each call's tokens",
    facts: "The gateway saw each call",
    bodies: "The gateway saw each call",
  } as const satisfies Record<HistoryDepth, string>;
  return {
    level,
    reason: `${by[depth]}; ${tried ? "the forecast was tried on the past, and its errors are in the range" : "with less than six weeks no forecast could be tried on the past"}.`,
  };
}
