import type {
  CommitmentOffer,
  CommitmentsPlan,
  HeldCommitment,
  NoPlan,
  NotPlanned,
  OfferPlan,
  PlansConfig,
  Renewal,
  TurningPoint,
} from "@headgate/contract";
import { HOURS_PER_MONTH, planCommitments, withListedRates } from "@headgate/planner";
import type { Finding } from "../findings/advice-of-finding.ts";
import { type Bought, boughtBeside, boughtOf } from "./bought.ts";
import { billsDemand, callsDemand, type DemandLeft } from "./demand-left.ts";
import { familyAlone, familyRenewals, isOfFamily } from "./family-offers.ts";
import { findingOfBought } from "./finding-of-bought.ts";
import { findingOfRenewal } from "./finding-of-renewal.ts";
import { findingOfSpend } from "./finding-of-spend.ts";
import type { PlanFacts, Planned } from "./plan-facts.ts";

/** Courses of demand that are sampled: as many as a page that somebody waits for has time for. */
const MOST_SAMPLES = 100;
const HOUR_MS = 3_600_000;

type Commitments = PlansConfig["commitments"];
type Plan = Extract<CommitmentsPlan, { kind: "commitments_plan" }>;

/** Offers that are weighed against the same demand. */
type Group = Readonly<{ about: string; offers: readonly CommitmentOffer[]; demand: DemandLeft }>;

/** A model that would be hosted instead: what that saves a month, and what its calls would have cost at an API. */
export type Hosted = Readonly<{ savingMicrodollars: number; apiMicrodollars: number }>;

/**
 * What to promise in advance of the offers in the configuration, for the demand that the recommended changes of calls leave;
 * what of it is held and ends soon; and, upon what commitments leave on demand, which promise of spend to sign and what
 * becomes of credits. Of a commitment and hosting for one model, what saves more stands.
 *
 * @returns beside it, what is committed for: models, machines, or all calls
 */
export async function proposeCommitments(
  facts: PlanFacts,
  hosted: ReadonlyMap<string, Hosted>,
): Promise<Planned & Readonly<{ committed: ReadonlySet<string> }>> {
  const listed = withListedRates(
    facts.config.plans.commitments.offers,
    facts.infrastructure,
    new Date(facts.nowMs).toISOString().slice(0, 10),
  );
  const ofFamily = listed.filter(isOfFamily);
  const commitments = {
    ...facts.config.plans.commitments,
    offers: listed.filter((offer) => !isOfFamily(offer)),
  };
  const findings: Finding[] = [...familyRenewals(ofFamily, commitments, facts.nowMs)];
  const notPlanned: NotPlanned[] = ofFamily.map(familyAlone);
  const committed = new Set<string>();
  let absorbed = 0;
  const taken = (): number =>
    [...hosted].reduce(
      (sum, [model, { apiMicrodollars }]) => (committed.has(model) ? sum : sum + apiMicrodollars),
      absorbed,
    );
  for (const { about, offers } of groupsOf(commitments)) {
    const found = await demandOf(facts, commitments, about);
    if (found === undefined) {
      notPlanned.push(...offers.map((offer) => noDemand(offer, about)));
      continue;
    }
    const demand =
      about === ALL_CALLS ? { ...found, left: onDemandStill(found.left, taken()) } : found;
    const answered = await planGroup({ about, offers, demand }, commitments, facts);
    notPlanned.push(...answered.notPlanned);
    const rival = hosted.get(about);
    if (rival !== undefined && answered.saving <= rival.savingMicrodollars) {
      const dismissed = answered.findings.filter(facts.isDismissed);
      findings.push(...dismissed);
      if (dismissed.length === 0) {
        notPlanned.push(...offers.map((offer) => hostedInstead(offer, about)));
      }
      continue;
    }
    findings.push(...answered.findings);
    if (answered.saving > 0) committed.add(about);
    if (about !== MACHINES) absorbed += answered.absorbed;
  }
  const spend = commitments.offers.filter(isOfSpend);
  if (spend.length > 0) {
    const planned = await proposeSpend(facts, spend, taken());
    findings.push(...planned.findings);
    notPlanned.push(...planned.notPlanned);
  }
  return { findings, notPlanned, committed };
}

const hostedInstead = ({ name }: CommitmentOffer, about: string): NotPlanned => ({
  kind: "commitment",
  subject: name,
  text: `Hosting ${about} is recommended, and saves more.`,
  mend: "Dismiss that recommendation to see what committing would save.",
});

/** What offers for machines serve: the bill's hours of those that serve. */
export const MACHINES = "machines";
export const ALL_CALLS = "all calls";

const isOfSpend = (
  offer: CommitmentOffer,
): offer is Extract<CommitmentOffer, { kind: "credits" | "volume_tiers" }> =>
  offer.kind === "credits" || offer.kind === "volume_tiers";

/** Offers by what they serve: one model's calls, all calls, or machines. */
function groupsOf({ offers }: Commitments): readonly Omit<Group, "demand">[] {
  const groups = new Map<string, CommitmentOffer[]>();
  for (const offer of offers) {
    if (isOfSpend(offer)) continue;
    const about = servedBy(offer);
    const known = groups.get(about);
    if (known === undefined) groups.set(about, [offer]);
    else known.push(offer);
  }
  // Commitments for all calls are sized for what those for single models leave.
  return [...groups]
    .map(([about, own]) => ({ about, offers: own }))
    .sort((one, other) => Number(one.about === ALL_CALLS) - Number(other.about === ALL_CALLS));
}

function servedBy(offer: CommitmentOffer): string {
  if ("model" in offer) return offer.model;
  const isOfMachines =
    offer.kind === "reserved_instances" ||
    (offer.kind === "savings_plan" && offer.service !== "other");
  return isOfMachines ? MACHINES : ALL_CALLS;
}

/** A model's calls, or its lines on the bill where the ledger has no calls. */
async function demandOf(
  facts: PlanFacts,
  { filter, cost }: Commitments,
  about: string,
): Promise<DemandLeft | undefined> {
  if (about === MACHINES) return billsDemand(facts, { category: "accelerators_serving" });
  const model = about === ALL_CALLS ? {} : { model: about };
  const called = await callsDemand(facts, { ...filter, ...model }, cost);
  return called ?? billsDemand(facts, { category: "inference", ...model });
}

const noDemand = ({ name }: CommitmentOffer, about: string): NotPlanned => ({
  kind: "commitment",
  subject: name,
  text:
    about === MACHINES
      ? `No bill of the last 60 days has a line of machines that "${name}" could serve.`
      : `The ledger has no demand on ${about} that "${name}" could serve.`,
  mend:
    about === MACHINES
      ? "Import the cloud's bill: headgate import."
      : "Name the model as calls and bills have it, or take the offer out.",
});

/** Microdollars a month: what is taken over, and what that saves; a purchase that was dismissed does neither. */
type Answered = Planned & Readonly<{ absorbed: number; saving: number }>;

async function planGroup(
  { about, offers, demand }: Group,
  commitments: Commitments,
  { nowMs, isDismissed }: Pick<PlanFacts, "nowMs" | "isDismissed">,
): Promise<Answered> {
  const plan = await ask(offers, demand, commitments, { nowMs, trace: demand.left });
  if (plan.kind === "no_plan") {
    return { findings: [], notPlanned: reasonsOf(plan, offers, about), absorbed: 0, saving: 0 };
  }
  const bought = boughtOf(plan, offers);
  const more = await beyondHeld(bought, { offers, demand, commitments, nowMs });
  const untouched =
    more === undefined || demand.share > 0.98
      ? undefined
      : await ask(offers, demand, commitments, { nowMs, trace: demand.whole });
  const purchase =
    more === undefined
      ? undefined
      : findingOfBought(more, {
          about,
          demand,
          plan,
          withoutLevers:
            untouched === undefined || untouched.kind === "no_plan"
              ? undefined
              : boughtOf(untouched, offers),
        });
  const findings = [
    ...(purchase === undefined ? [] : [purchase]),
    ...plan.renewals.flatMap((renewal) => renewedOf(renewal, plan, demand)),
  ];
  const refused = purchase !== undefined && isDismissed(purchase) ? more : undefined;
  return {
    findings,
    notPlanned: [
      ...plan.offers.flatMap((one) => noOf(one, more)),
      ...(plan.together?.kind === "no_plan" ? reasonsOf(plan.together, offers, about) : []),
    ],
    absorbed: lessOf(bought?.absorbedMicrodollars, refused?.absorbedMicrodollars),
    saving: lessOf(bought?.saving.estimate, refused?.saving.estimate),
  };
}

/** What is bought, less what of it is refused: then what is held already is left. Nothing bought is nothing. */
const lessOf = (bought: number | undefined, refused: number | undefined): number =>
  bought === undefined ? 0 : refused === undefined ? bought : bought - refused;

const ask = (
  offers: readonly CommitmentOffer[],
  demand: DemandLeft,
  { filter: _filter, cost: _cost, ...commitments }: Commitments,
  { nowMs, trace }: Readonly<{ nowMs: number; trace: DemandLeft["left"] }>,
): Promise<CommitmentsPlan> => {
  const names = new Set(offers.map(({ name }) => name));
  return planCommitments({
    request: {
      ...commitments,
      cost: _cost,
      offers: [...offers],
      held: commitments.held.filter(({ offer }) => names.has(offer)),
      required_units: {},
      samples: Math.min(MOST_SAMPLES, commitments.samples),
    },
    trace,
    origin: demand.origin,
    rates: demand.rates,
    members: [],
    membersLeftOut: 0,
    nowMs,
  });
};

/**
 * What to buy beside what is held: the best less what is held saves, which is the best that could be bought of no more
 * units than are held. Undefined where nothing more pays.
 */
async function beyondHeld(
  bought: Bought | undefined,
  about: Readonly<{
    offers: readonly CommitmentOffer[];
    demand: DemandLeft;
    commitments: Commitments;
    nowMs: number;
  }>,
): Promise<Bought | undefined> {
  const { offers, demand, commitments, nowMs } = about;
  if (bought === undefined) return undefined;
  const today = new Date(nowMs).toISOString().slice(0, 10);
  const held = commitments.held.filter(
    ({ offer, ends_on }) => offers.some(({ name }) => name === offer) && ends_on >= today,
  );
  if (held.length === 0) return bought;
  const isNoMore = bought.purchases.every(({ offer, units }) => units <= unitsHeld(held, offer));
  if (isNoMore) return undefined;
  const capped = offers.flatMap((offer): CommitmentOffer[] => {
    const most = unitsHeld(held, offer.name);
    return most === 0 || isOfSpend(offer) ? [] : [{ ...offer, maximum_units: most }];
  });
  const plan = await ask(capped, demand, commitments, { nowMs, trace: demand.left });
  const has = plan.kind === "no_plan" ? undefined : boughtOf(plan, capped);
  return has === undefined ? undefined : boughtBeside(bought, has);
}

const unitsHeld = (held: readonly HeldCommitment[], name: string): number =>
  held.reduce((sum, { offer, units }) => (offer === name ? sum + units : sum), 0);

/** A renewal that is due, with what the plan says of it. */
function renewedOf(renewal: Renewal, { offers, sources }: Plan, demand: DemandLeft): Finding[] {
  if (renewal.state === "later") return [];
  const own = offers.find(({ offer, part }) => offer === renewal.offer && part === renewal.part);
  return [findingOfRenewal(renewal, { plan: own?.plan, sources, demand })];
}

/** Why nothing is bought of an offer: what is missing, or what its first unit would be worth. */
function noOf({ offer, part, plan }: OfferPlan, bought: Bought | undefined): NotPlanned[] {
  const about = {
    kind: "commitment",
    subject: part === null ? offer : `${offer} (${part})`,
  } as const;
  switch (plan.kind) {
    case "no_plan":
      return plan.reasons.map(({ text, mend }) => ({ ...about, text, mend }));
    case "planned":
      if (plan.units === 0) {
        return [
          {
            ...about,
            text: `No unit pays: the first would be worth ${plan.first_worth.toFixed(2)} of what it costs${turnText(plan.turning_points)}.`,
            mend: null,
          },
        ];
      }
      return bought === undefined || bought.purchases.some((one) => one.offer === offer)
        ? []
        : [{ ...about, text: "Another offer for the same demand saves more.", mend: null }];
    case "credits":
    case "volume_tiers":
      return [];
    default:
      return plan satisfies never;
  }
}

const turnText = (points: readonly TurningPoint[]): string => {
  const [first] = points;
  return first === undefined
    ? ""
    : `; it would at ${first.input} of ${first.turns_at} (now ${first.now})`;
};

function reasonsOf(
  { reasons }: NoPlan,
  offers: readonly CommitmentOffer[],
  about: string,
): readonly NotPlanned[] {
  const names = offers.map(({ name }) => name).join(", ");
  return reasons.map(({ text, mend }) => ({
    kind: "commitment",
    subject: `${names}, for ${about}`,
    text,
    mend,
  }));
}

/** Promises of spend and credits, upon what commitments leave on demand. */
async function proposeSpend(
  facts: PlanFacts,
  offers: readonly CommitmentOffer[],
  absorbedMicrodollars: number,
): Promise<Planned> {
  const { commitments } = facts.config.plans;
  const demand = await demandOf(facts, commitments, ALL_CALLS);
  if (demand === undefined) {
    return { findings: [], notPlanned: offers.map((offer) => noDemand(offer, ALL_CALLS)) };
  }
  const trace = onDemandStill(demand.left, absorbedMicrodollars);
  if (!trace.onDemandMicrodollars.some((amount) => amount > 0)) {
    return { findings: [], notPlanned: offers.map(nothingLeft) };
  }
  const plan = await ask(offers, demand, commitments, { nowMs: facts.nowMs, trace });
  if (plan.kind === "no_plan") {
    return { findings: [], notPlanned: reasonsOf(plan, offers, ALL_CALLS) };
  }
  const found = plan.offers.map((one) => {
    const offer = offers.find(({ name }) => name === one.offer);
    return findingOfSpend(one, { offer, demand, nowMs: facts.nowMs });
  });
  return {
    findings: found.flatMap(({ findings }) => findings),
    notPlanned: found.flatMap(({ notPlanned }) => notPlanned),
  };
}

const nothingLeft = ({ name, kind }: CommitmentOffer): NotPlanned => ({
  kind: kind === "credits" ? "credits" : "volume-tier",
  subject: name,
  text: "The commitments and the hosting that are recommended leave nothing on demand that it could be for.",
  mend: "Dismiss one of them to see what this would save.",
});

/** A trace less what commitments of the plan take over, in the same proportion at all times. */
function onDemandStill(trace: DemandLeft["left"], absorbedPerMonth: number): DemandLeft["left"] {
  const steps = trace.onDemandMicrodollars.length;
  const total = trace.onDemandMicrodollars.reduce((sum, amount) => sum + amount, 0);
  const perMonth = (total / steps) * ((HOURS_PER_MONTH * HOUR_MS) / trace.stepMs);
  if (perMonth <= 0 || absorbedPerMonth <= 0) return trace;
  const share = Math.max(0, 1 - absorbedPerMonth / perMonth);
  return { ...trace, onDemandMicrodollars: trace.onDemandMicrodollars.map((one) => one * share) };
}
