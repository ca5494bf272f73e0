import type {
  CommitmentOffer,
  CommitmentsPlan,
  NoPlan,
  NotPlanned,
  OfferPlan,
  Renewal,
  TurningPoint,
} from "@headgate/contract";
import { HOURS_PER_MONTH, withListedRates } from "@headgate/planner";
import type { Finding } from "../findings/advice-of-finding.ts";
import { type AskedCommitments, askCommitments } from "./ask-commitments.ts";
import { beyondHeld } from "./beyond-held.ts";
import { type Bought, boughtOf } from "./bought.ts";
import { billsDemand, callsDemand, type DemandLeft, type DemandUntold } from "./demand-left.ts";
import { familyAlone, isOfFamily, renewalsByDay } from "./family-offers.ts";
import { findingOfBought } from "./finding-of-bought.ts";
import { findingOfRenewal } from "./finding-of-renewal.ts";
import { findingOfSpend } from "./finding-of-spend.ts";
import type { PlanFacts, Planned } from "./plan-facts.ts";

const HOUR_MS = 3_600_000;

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
  const findings: Finding[] = [...renewalsByDay(ofFamily, commitments, facts.nowMs)];
  const notPlanned: NotPlanned[] = ofFamily.map(familyAlone);
  const committed = new Set<string>();
  let absorbed = 0;
  const taken = (): number =>
    [...hosted].reduce(
      (sum, [model, { apiMicrodollars }]) => (committed.has(model) ? sum : sum + apiMicrodollars),
      absorbed,
    );
  for (const { about, offers } of groupsOf(commitments)) {
    const found = await demandOf(facts, commitments, { about, offers });
    if (found === undefined || "kind" in found) {
      notPlanned.push(...offers.map((offer) => noDemand(offer, { about, found })));
      findings.push(...renewalsByDay(offers, commitments, facts.nowMs));
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
    if (!isMachines(about)) absorbed += answered.absorbed;
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

/** What offers for machines serve: the bill's hours of those that serve, of SageMaker and of others apart. */
const MACHINES = "machines";
const SAGEMAKER = "SageMaker's machines";
export const isMachines = (about: string): boolean => about === MACHINES || about === SAGEMAKER;
export const ALL_CALLS = "all calls";

const isOfSpend = (
  offer: CommitmentOffer,
): offer is Extract<CommitmentOffer, { kind: "credits" | "volume_tiers" }> =>
  offer.kind === "credits" || offer.kind === "volume_tiers";

/** Offers by what they serve: one model's calls, all calls, or machines. */
function groupsOf({ offers }: AskedCommitments): readonly Omit<Group, "demand">[] {
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
  if (offer.kind !== "savings_plan" || offer.service === "other") return ALL_CALLS;
  return offer.service === "sagemaker" ? SAGEMAKER : MACHINES;
}

/** A model's calls, or its lines on the bill where the ledger has no calls. */
async function demandOf(
  facts: PlanFacts,
  { filter, cost, held }: AskedCommitments,
  { about, offers }: Omit<Group, "demand">,
): Promise<DemandLeft | DemandUntold | undefined> {
  const isHeld = held.some(({ offer }) => offers.some(({ name }) => name === offer));
  if (isMachines(about)) {
    const service = about === SAGEMAKER ? "sagemaker" : "other";
    return billsDemand(facts, { category: "accelerators_serving", service }, { isHeld });
  }
  const model = about === ALL_CALLS ? {} : { model: about };
  const called = await callsDemand(facts, { ...filter, ...model }, cost);
  return called ?? billsDemand(facts, { category: "inference", ...model }, { isHeld });
}

function noDemand(
  { name }: CommitmentOffer,
  { about, found }: Readonly<{ about: string; found: DemandUntold | undefined }>,
): NotPlanned {
  const own = { kind: "commitment", subject: name } as const;
  if (found !== undefined) return { ...own, text: found.text, mend: found.mend };
  return isMachines(about)
    ? {
        ...own,
        text: `No bill of the last 60 days has a line of ${about} that "${name}" could serve.`,
        mend: "Import the cloud's bill: headgate import.",
      }
    : {
        ...own,
        text: `The ledger has no demand on ${about} that "${name}" could serve.`,
        mend: "Name the model as calls and bills have it, or take the offer out.",
      };
}

/** Microdollars a month: what is taken over, and what that saves; a purchase that was dismissed does neither. */
type Answered = Planned & Readonly<{ absorbed: number; saving: number }>;

async function planGroup(
  { about, offers, demand }: Group,
  commitments: AskedCommitments,
  { nowMs, isDismissed }: Pick<PlanFacts, "nowMs" | "isDismissed">,
): Promise<Answered> {
  const plan = await askCommitments(offers, demand, commitments, { nowMs, trace: demand.left });
  if (plan.kind === "no_plan") {
    return { findings: [], notPlanned: reasonsOf(plan, offers, about), absorbed: 0, saving: 0 };
  }
  const bought = boughtOf(plan, offers);
  const beside = await beyondHeld(bought, { offers, demand, commitments, nowMs });
  const { more } = beside;
  const untouched =
    more === undefined || demand.share > 0.98
      ? undefined
      : await askCommitments(offers, demand, commitments, { nowMs, trace: demand.whole });
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
      ...plan.offers.flatMap((one) => noOf(one, bought)),
      ...beside.notPlanned,
      ...(plan.together?.kind === "no_plan" ? reasonsOf(plan.together, offers, about) : []),
    ],
    absorbed: lessOf(bought?.absorbedMicrodollars, refused?.absorbedMicrodollars),
    saving: lessOf(bought?.saving.estimate, refused?.saving.estimate),
  };
}

/** What is bought, less what of it is refused: then what is held already is left. Nothing bought is nothing. */
const lessOf = (bought: number | undefined, refused: number | undefined): number =>
  bought === undefined ? 0 : refused === undefined ? bought : bought - refused;

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
  const demand = await demandOf(facts, commitments, { about: ALL_CALLS, offers });
  if (demand === undefined || "kind" in demand) {
    return {
      findings: [],
      notPlanned: offers.map((offer) => noDemand(offer, { about: ALL_CALLS, found: demand })),
    };
  }
  const trace = onDemandStill(demand.left, absorbedMicrodollars);
  if (!trace.onDemandMicrodollars.some((amount) => amount > 0)) {
    return { findings: [], notPlanned: offers.map(nothingLeft) };
  }
  const plan = await askCommitments(offers, demand, commitments, { nowMs: facts.nowMs, trace });
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
