import type { OfferPlan, PlanSource, Renewal } from "@headgate/contract";
import type { Finding } from "../findings/advice-of-finding.ts";
import { type DemandLeft, percent } from "./demand-left.ts";
import { confidenceOf } from "./finding-of-bought.ts";

/** A commitment that ends soon, with the evidence to bring to whoever renews it. */
export function findingOfRenewal(
  renewal: Renewal,
  about: Readonly<{
    plan: OfferPlan["plan"] | undefined;
    sources: readonly PlanSource[];
    demand: Pick<DemandLeft, "depth" | "notes">;
  }>,
): Finding {
  const { demand } = about;
  const plan = about.plan?.kind === "planned" ? about.plan : undefined;
  const name = renewal.part === null ? renewal.offer : `${renewal.offer} (${renewal.part})`;
  return {
    kind: "renewal",
    phase: "continuous",
    scope: {},
    subject: `${name} ${renewal.ends_on}`,
    title: titleOf(renewal, name),
    steps: [
      renewal.text,
      "Bring the utilisation and what the last unit was worth: they are what the price is bargained by.",
    ],
    // What renewing as planned saves beside what ends later: that is what ends with it.
    dollars:
      renewal.saving_per_month === null || renewal.renew === 0
        ? null
        : {
            estimate: renewal.saving_per_month.estimate,
            low: renewal.saving_per_month.low,
            high: renewal.saving_per_month.high,
          },
    savedInRange: null,
    figures: [
      { what: "units that are held", value: String(renewal.units) },
      { what: "its last day", value: renewal.ends_on },
      ...(renewal.utilisation === null
        ? []
        : [{ what: "of it was used", value: percent(renewal.utilisation) }]),
      ...(renewal.marginal_worth === null
        ? []
        : [
            {
              what: "what its last unit was worth of what it costs",
              value: renewal.marginal_worth.toFixed(2),
            },
          ]),
    ],
    confidence:
      plan === undefined
        ? { level: "low", reason: "Its last day is entered; nothing was planned for after it." }
        : confidenceOf("back_tested", demand.depth),
    effortHours: 4,
    depth: demand.depth,
    plan: {
      range_basis: plan === undefined ? null : plan.saving_per_month.basis,
      risks: ["Renewed by itself, the units that are not used are paid for another term."],
      would_change:
        plan === undefined
          ? demand.notes.slice()
          : [
              ...plan.turning_points.map(
                ({ input, now, turns_at, answer_then }) =>
                  `${input} is ${now}; at ${turns_at}: ${answer_then}.`,
              ),
              ...demand.notes,
            ],
      sources: [...about.sources],
      // They buy all units that are planned.
      exports: plan === undefined || plan.units !== renewal.renew ? [] : plan.exports,
    },
  };
}

function titleOf({ state, ends_on, renew, units }: Renewal, name: string): string {
  const when = state === "ended" ? `ended on ${ends_on}` : `ends on ${ends_on}`;
  if (renew === null) return `Decide about ${name}, which ${when}`;
  if (renew === 0) return `Let ${name} go: it ${when}`;
  if (renew === units) return `Renew ${name}, which ${when}`;
  return `Renew ${name} at ${renew} units instead of ${units}: it ${when}`;
}
