import { counted, type HeldCommitment, type OfferPlan, type Renewal } from "@headgate/contract";
import { estimateOf, sampledBasis } from "./estimates.ts";
import { futureAbsorbed, sameAgain } from "./future.ts";
import { meanOverflow } from "./optimal-units.ts";
import { type PlannedFutures, savingsOf } from "./planned-futures.ts";

const DAY_MS = 86_400_000;
const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;

type RenewalPlan = Readonly<{
  planned: PlannedFutures | null;
  plan: OfferPlan["plan"] | null;
}>;
type About = Readonly<{
  todayMs: number;
  noticeDays: number;
  /** What is planned of the offer on whose terms it would be renewed. */
  planOf: (held: HeldCommitment) => RenewalPlan;
}>;

/**
 * Commitments that end, each with the evidence to bring to whoever renews it. Those of one offer are layers: what ends last
 * is counted as used first. So together they are renewed for the planned units once, and no dollar is in two of them.
 */
export function renewals(held: readonly HeldCommitment[], about: About): Renewal[] {
  const told = new Map<HeldCommitment, Renewal>();
  const renewedOf = new Map<string, number>();
  for (const one of [...held].sort(byEnd)) {
    const key = JSON.stringify([one.offer, one.part ?? null]);
    const later = held
      .filter((other) => isLike(one, other) && byEnd(one, other) < 0)
      .reduce((sum, { units }) => sum + units, 0);
    const earlier = renewedOf.get(key);
    const renewal = renewalOf(one, {
      ...about,
      ...about.planOf(one),
      later,
      renewedEarlier: earlier === undefined ? 0 : earlier,
    });
    if (renewal.renew !== null) {
      renewedOf.set(key, renewal.renew + (earlier === undefined ? 0 : earlier));
    }
    told.set(one, renewal);
  }
  return held.flatMap((one) => {
    const renewal = told.get(one);
    return renewal === undefined ? [] : [renewal];
  });
}

const byEnd = (one: HeldCommitment, other: HeldCommitment): number =>
  Date.parse(one.ends_on) - Date.parse(other.ends_on);

const isLike = (one: HeldCommitment, other: HeldCommitment): boolean =>
  one.offer === other.offer && one.part === other.part;

function renewalOf(
  held: HeldCommitment,
  about: About & RenewalPlan & Readonly<{ later: number; renewedEarlier: number }>,
): Renewal {
  const { planned, later } = about;
  const daysLeft = Math.floor((Date.parse(held.ends_on) - about.todayMs) / DAY_MS) + 1;
  const state = daysLeft <= 0 ? "ended" : daysLeft <= about.noticeDays ? "due" : "later";
  const renew =
    about.plan?.kind === "planned"
      ? Math.max(0, about.plan.units - later - about.renewedEarlier)
      : null;
  const evidence = planned === null ? null : evidenceOf(planned, held.units, later);
  return {
    offer: held.offer,
    part: held.part ?? null,
    units: held.units,
    ends_on: held.ends_on,
    days_left: daysLeft,
    state,
    renew,
    saving_per_month:
      planned === null || renew === null ? null : savingOf(planned, { from: later, renew }),
    utilisation: evidence === null ? null : evidence.utilisation,
    marginal_worth: evidence === null ? null : evidence.worth,
    text: textOf(held, { state, daysLeft, renew, evidence, later }),
  };
}

type Evidence = Readonly<{ utilisation: number; worth: number }>;

/** How much of what is held the history would have used beside what ends later, and what its last unit was worth. */
function evidenceOf({ demand, terms }: PlannedFutures, units: number, later: number): Evidence {
  const history = sameAgain(demand.whole);
  const [from, to] = [later * terms.capacity, (later + units) * terms.capacity];
  return {
    utilisation: (futureAbsorbed(history, to) - futureAbsorbed(history, from)) / (to - from),
    worth:
      (meanOverflow([history], to - terms.capacity) - meanOverflow([history], to)) / terms.price,
  };
}

/** What so many units save beside those that end later, in each future. */
function savingOf(
  planned: PlannedFutures,
  { from, renew }: Readonly<{ from: number; renew: number }>,
): Renewal["saving_per_month"] {
  const before = savingsOf(planned, from);
  return estimateOf(
    savingsOf(planned, from + renew).map((saving, place) => saving - (before[place] as number)),
    sampledBasis(before.length),
  );
}

function textOf(
  { offer, units, ends_on }: HeldCommitment,
  about: Readonly<{
    state: Renewal["state"];
    daysLeft: number;
    renew: number | null;
    evidence: Evidence | null;
    later: number;
  }>,
): string {
  const { state, daysLeft, renew, evidence, later } = about;
  const end =
    state === "ended"
      ? `${offer} ended on ${ends_on}`
      : `${offer} ends on ${ends_on}, in ${counted(daysLeft, "day")}`;
  if (renew === null) return `${end}: there is no plan for it; see the offer for what is missing.`;
  const beside = later === 0 ? "" : ` beside the ${counted(later, "unit")} that end later`;
  const used =
    evidence === null
      ? ""
      : ` ${percent(evidence.utilisation)} of it was used${beside}, and its last unit was worth ${evidence.worth.toFixed(2)} of what it costs.`;
  if (renew === 0) return `${end}: do not renew it.${used}`;
  if (renew === units) return `${end}: renew all of its ${counted(units, "unit")}.${used}`;
  return `${end}: renew ${renew} units instead of ${units}.${used}`;
}
