import type { CommitmentOffer, OfferPlan } from "@headgate/contract";
import type { Constraints } from "./constraints.ts";
import { contradiction, missing, type NoPlanReason } from "./no-plan.ts";

type Outside = Readonly<{
  offers: readonly CommitmentOffer[];
  plans: readonly OfferPlan[];
  /** Names of the offers that are planned together. */
  together: ReadonlySet<string>;
}>;

/** Why required units and a budget cannot be held against offers that are not planned together. */
export function outsideTogether(
  { most, required }: Constraints,
  { offers, plans, together }: Outside,
): readonly NoPlanReason[] {
  const reasons: NoPlanReason[] = [];
  for (const offer of offers) {
    const { name } = offer;
    if (together.has(name)) continue;
    const own = plans.filter((plan) => plan.offer === name).map(({ plan }) => plan);
    const units = required.get(name);
    if (units !== undefined && units > 0) {
      reasons.push(
        requiredOutside(
          offer,
          own.some(({ kind }) => kind === "no_plan"),
        ),
      );
    }
    if (most !== null && own.some((plan) => plan.kind === "planned" && plan.units > 0)) {
      reasons.push(
        contradiction(
          "most_dollars_per_month",
          `"${name}" is planned by itself, for its overflow is refused: it is not held against what may be spent.`,
          "Plan it without most_dollars_per_month and bound it by maximum_units, or let its calls overflow to on demand.",
        ),
      );
    }
  }
  return reasons;
}

function requiredOutside({ name, kind }: CommitmentOffer, hasNoPlan: boolean): NoPlanReason {
  const place = `required_units.${name}`;
  if (kind === "credits" || kind === "volume_tiers") {
    return contradiction(place, `"${name}" is not bought by the unit.`, "Take it out.");
  }
  return hasNoPlan
    ? missing(
        place,
        `There is no plan for "${name}": what its units would cost and save is not known.`,
        "See the offer for what is missing.",
      )
    : contradiction(
        place,
        `"${name}" is planned by itself, for its overflow is refused: units of it cannot be required.`,
        "Let its calls overflow to on demand, or require none of it.",
      );
}
