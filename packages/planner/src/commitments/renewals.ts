import { counted, type HeldCommitment, type OfferPlan, type Renewal } from "@headgate/contract";
import { futureAbsorbed, sameAgain } from "./future.ts";
import { marginalWorth } from "./optimal-units.ts";
import type { PlannedFutures } from "./planned-futures.ts";

const DAY_MS = 86_400_000;
const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;

/** A commitment that ends, with the evidence to bring to whoever renews it. */
export function renewal(
  held: HeldCommitment,
  about: Readonly<{
    todayMs: number;
    noticeDays: number;
    planned: PlannedFutures | null;
    plan: OfferPlan["plan"] | null;
  }>,
): Renewal {
  const daysLeft = Math.floor((Date.parse(held.ends_on) - about.todayMs) / DAY_MS) + 1;
  const state = daysLeft <= 0 ? "ended" : daysLeft <= about.noticeDays ? "due" : "later";
  const renew = about.plan?.kind === "planned" ? about.plan.units : null;
  const evidence = about.planned === null ? null : evidenceOf(about.planned, held.units);
  return {
    offer: held.offer,
    part: held.part ?? null,
    units: held.units,
    ends_on: held.ends_on,
    days_left: daysLeft,
    state,
    renew,
    utilisation: evidence === null ? null : evidence.utilisation,
    marginal_worth: evidence === null ? null : evidence.worth,
    text: textOf(held, { state, daysLeft, renew, evidence }),
  };
}

type Evidence = Readonly<{ utilisation: number; worth: number | null }>;

/** How much of what is held the history would have used, and what its last unit was worth. */
function evidenceOf({ demand, terms }: PlannedFutures, units: number): Evidence {
  const history = [sameAgain(demand.whole)];
  const capacity = units * terms.capacity;
  return {
    utilisation: futureAbsorbed(sameAgain(demand.whole), capacity) / capacity,
    worth: marginalWorth(history, { ...terms, minimum: 0, increment: 1 }, units),
  };
}

function textOf(
  { offer, units, ends_on }: HeldCommitment,
  about: Readonly<{
    state: Renewal["state"];
    daysLeft: number;
    renew: number | null;
    evidence: Evidence | null;
  }>,
): string {
  const { state, daysLeft, renew, evidence } = about;
  const end =
    state === "ended"
      ? `${offer} ended on ${ends_on}`
      : `${offer} ends on ${ends_on}, in ${counted(daysLeft, "day")}`;
  if (renew === null) return `${end}: there is no plan for it; see the offer for what is missing.`;
  const used =
    evidence === null
      ? ""
      : ` ${percent(evidence.utilisation)} of it was used${evidence.worth === null ? "" : `, and its last unit was worth ${evidence.worth.toFixed(2)} of what it costs`}.`;
  if (renew === 0) return `${end}: do not renew it.${used}`;
  if (renew === units) return `${end}: renew all of its ${counted(units, "unit")}.${used}`;
  return `${end}: renew ${renew} units instead of ${units}.${used}`;
}
