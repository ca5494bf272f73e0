import { setImmediate as otherWork } from "node:timers/promises";
import type {
  CommitmentOffer,
  CommitmentsPlan,
  CommitmentsRequest,
  DemandReport,
  HeldCommitment,
  OfferPlan,
  PooledDemand,
} from "@headgate/contract";
import { demandOutlook } from "../demand/demand-outlook.ts";
import type { DemandScenario } from "../demand/demand-scenario.ts";
import type { DemandTrace } from "../demand/demand-trace.ts";
import { type DemandPath, samplePaths } from "../demand/sample-paths.ts";
import { summariseDemand, type TraceOrigin } from "../demand/summarise-demand.ts";
import { daysOf, type TraceWeek, weeksOf } from "../demand/weeks-of-trace.ts";
import { solveProgram } from "../solver/solve-program.ts";
import { DAYS_PER_MONTH } from "../statistics/month.ts";
import { checkRequest, tooLittleHistory } from "./check-request.ts";
import { missingDemand } from "./missing-demand.ts";
import { monthlySpend, weekSums } from "./monthly-spend.ts";
import { noPlan } from "./no-plan.ts";
import type { ByTheUnit } from "./offer-context.ts";
import { outsideTogether } from "./outside-together.ts";
import { planCredits } from "./plan-credits.ts";
import { asNoPlan, enteredMicrodollars, type PlanInputs, planInputs } from "./plan-inputs.ts";
import { planTogether } from "./plan-together.ts";
import { planUnits } from "./plan-units.ts";
import { planVolumeTiers } from "./plan-volume-tiers.ts";
import { type PlannedFutures, planFutures } from "./planned-futures.ts";
import { type PoolMember, poolDemand } from "./pool-demand.ts";
import { renewals } from "./renewals.ts";
import type { TokenRates } from "./token-rates.ts";
import type { UnitOffer } from "./unit-offer.ts";
import { unitOffersOf } from "./unit-offers-of.ts";

/** What a plan is made of: the question, and demand that the ledger or the user tells. */
export type CommitmentsQuestion = Readonly<{
  request: Omit<CommitmentsRequest, "from" | "to" | "filter" | "demand">;
  trace: DemandTrace;
  origin: TraceOrigin;
  rates: TokenRates;
  /** Those whose demand is pooled, over the same steps; empty where none was asked for. */
  members: readonly PoolMember[];
  /** Values of the pool's dimension that are in no member: too many were there. */
  membersLeftOut: number;
  /** Nothing beyond these units is bought, be the least purchase what it is: it tells what they save. */
  noMoreThan?: readonly HeldCommitment[];
  nowMs: number;
}>;

const DAY_MS = 86_400_000;
const MOST_MONTHS = 60;
/** Programs are a handful of integers and some dozen rows: one that takes longer is given up. */
const SOLVER_SECONDS = 5;

/**
 * What to promise in advance, and what not: each offer by itself, all of them together, what ends soon, and what pooling
 * saves. Nothing is bought. Where something is missing there is no figure for it, but what it is and where to get it.
 */
export async function planCommitments(question: CommitmentsQuestion): Promise<CommitmentsPlan> {
  const { request, trace, nowMs } = question;
  const wrong = checkRequest(request);
  if (wrong.length > 0) return noPlan(...wrong);
  const weeks = weeksOf(trace);
  const days = daysOf(trace);
  const little = tooLittleHistory(trace, days.length, weeks.length);
  if (little !== null) return noPlan(little);
  const todayMs = Math.floor(nowMs / DAY_MS) * DAY_MS;
  const outlook = demandOutlook(days);
  const inputs = planInputs(todayMs);
  const scenario = scenarioOf(request);
  const pathsOver = (months: number): readonly DemandPath[] =>
    samplePaths({
      outlook,
      scenario,
      months: Math.min(MOST_MONTHS, Math.max(1, months)),
      weeks: weeks.length,
      samples: request.samples,
      seed: request.seed,
    });
  const course = { trace, weeks, pathsOver, todayMs };
  const units: Planned[] = [];
  const offers: OfferPlan[] = [];
  for (const [index, offer] of request.offers.entries()) {
    const place = `offers[${index}]`;
    await otherWork();
    if (offer.kind === "credits" || offer.kind === "volume_tiers") {
      offers.push({ offer: offer.name, part: null, plan: planSpend(offer, place, course) });
      continue;
    }
    const planned = planByTheUnit(offer, place, { ...question, weeks, pathsOver }, inputs);
    units.push(...planned.units);
    offers.push(...planned.offers);
  }
  return {
    kind: "commitments_plan",
    demand: summariseDemand({ trace, origin: question.origin, outlook, weeks }),
    offers,
    together: await togetherOf(request, units, offers),
    pooled: await pooledOf(question, units),
    renewals: renewals(request.held, {
      todayMs,
      noticeDays: request.notice_days,
      planOf: ({ offer, part }) => {
        const found = units.find(({ unit }) => unit.name === offer && unit.part === (part ?? null));
        return found === undefined
          ? { planned: null, plan: null }
          : { planned: found.futures, plan: found.plan };
      },
    }),
    sources: inputs.sources,
    notes: notesOf(question, outlook.kind === "history_too_short"),
  };
}

type Planned = Readonly<{ unit: UnitOffer; plan: OfferPlan["plan"]; futures: PlannedFutures }>;
type Course = Readonly<{
  trace: DemandTrace;
  weeks: readonly TraceWeek[];
  pathsOver: (months: number) => readonly DemandPath[];
}>;

const scenarioOf = ({
  growth_per_month,
  switches,
}: CommitmentsQuestion["request"]): DemandScenario => ({
  ...(growth_per_month === undefined ? {} : { growthPerMonth: growth_per_month }),
  switches: switches.map((one) => ({
    name: one.name,
    probability: one.probability,
    afterMonths: one.after_months,
    demandFactor: one.demand_factor,
  })),
});

function planSpend(
  offer: Exclude<CommitmentOffer, ByTheUnit>,
  place: string,
  { trace, weeks, pathsOver, todayMs }: Course & Readonly<{ todayMs: number }>,
): OfferPlan["plan"] {
  const sums = weekSums(trace, weeks);
  const spendsOver = (months: number) => pathsOver(months).map((path) => monthlySpend(path, sums));
  if (offer.kind === "credits") {
    const months = (Date.parse(offer.expires_on) - todayMs) / DAY_MS / DAYS_PER_MONTH;
    return planCredits(offer, { todayMs, place, spends: spendsOver(months) });
  }
  return planVolumeTiers(
    offer,
    spendsOver(offer.period_months).map(
      (points) =>
        (offer.period_months * points.reduce((sum, point) => sum + point.microdollars, 0)) /
        points.length,
    ),
  );
}

function planByTheUnit(
  offer: ByTheUnit,
  place: string,
  about: CommitmentsQuestion & Course,
  inputs: PlanInputs,
): Readonly<{ units: readonly Planned[]; offers: readonly OfferPlan[] }> {
  const { request, rates, trace, weeks } = about;
  const own: PlanInputs = { ...inputs, reasons: [] };
  const found = unitOffersOf(offer, { rates, trace, place, inputs: own });
  const untold = found.flatMap((unit) => missingDemand(unit, trace));
  own.reasons.push(...untold);
  if (found.length === 0 || untold.length > 0) {
    return { units: [], offers: [{ offer: offer.name, part: null, plan: asNoPlan(own) }] };
  }
  const basis = {
    trace,
    weeks,
    paths: about.pathsOver(offer.term_months),
    worthFallsPerYear: request.price_decline_per_year + request.leaving_per_year,
  };
  const { noMoreThan } = about;
  const sold = noMoreThan === undefined ? found : found.map((unit) => upToHeld(unit, noMoreThan));
  const units = sold.map((unit) => {
    const futures = planFutures(unit, basis, request.required_units[unit.name]);
    return { unit, futures, plan: planUnits(futures, basis) };
  });
  return {
    units,
    offers: units.map(({ unit, plan }) => ({ offer: unit.name, part: unit.part, plan })),
  };
}

function upToHeld(unit: UnitOffer, held: readonly HeldCommitment[]): UnitOffer {
  const most = held
    .filter(({ offer, part }) => offer === unit.name && (part ?? null) === unit.part)
    .reduce((sum, { units }) => sum + units, 0);
  return {
    ...unit,
    minimum: Math.min(unit.minimum, most),
    increment: Math.max(1, Math.min(unit.increment, most)),
    maximum: unit.maximum === null ? most : Math.min(unit.maximum, most),
  };
}

/** Offers that take overflow on demand, worked out together where there are several or something bounds them. */
async function togetherOf(
  request: CommitmentsQuestion["request"],
  units: readonly Planned[],
  plans: readonly OfferPlan[],
): Promise<Extract<CommitmentsPlan, { kind: "commitments_plan" }>["together"]> {
  const required = new Map(Object.entries(request.required_units));
  const most =
    request.most_dollars_per_month === undefined
      ? null
      : enteredMicrodollars(request.most_dollars_per_month);
  const served = units.filter(({ unit }) => unit.overflow.kind === "on_demand");
  const outside = outsideTogether(
    { most, required },
    { offers: request.offers, plans, together: new Set(served.map(({ unit }) => unit.name)) },
  );
  if (outside.length > 0) return noPlan(...outside);
  if (served.length === 0 || (served.length === 1 && most === null && required.size === 0)) {
    return null;
  }
  return planTogether(
    served.map(({ futures }) => futures),
    { most, required },
    (program) => solveProgram(program, SOLVER_SECONDS),
  );
}

async function pooledOf(
  { request, members }: CommitmentsQuestion,
  units: readonly Planned[],
): Promise<PooledDemand[]> {
  const by = request.pool_by;
  if (by === undefined || members.length < 2) return [];
  const pooled: PooledDemand[] = [];
  for (const { unit } of units) {
    if (unit.overflow.kind !== "on_demand") continue;
    pooled.push(await poolDemand(unit, { by, members, seed: request.seed }));
  }
  return pooled;
}

function notesOf(
  { trace, origin, members, membersLeftOut }: CommitmentsQuestion,
  isShort: boolean,
): string[] {
  const notes: string[] = [];
  if (membersLeftOut > 0) {
    notes.push(
      `The pool is of the ${members.length} dearest; ${membersLeftOut} more are not in it.`,
    );
  }
  if (isShort) {
    notes.push(
      "The history is too short to try a forecast on: demand is taken to go on at its level, and the range is that of its weeks alone. It is narrower than the truth.",
    );
  }
  if (trace.unknownCalls > 0) {
    notes.push(
      `${trace.unknownCalls} attempts of unknown tokens or cost are in no sum: the demand is a lower bound.`,
    );
  }
  if (origin.leftOut.throttled > 0) {
    notes.push(
      `${origin.leftOut.throttled} attempts were refused with 429: there was more demand than was served.`,
    );
  }
  if (origin.simulatedAttempts > 0) {
    notes.push(`${origin.simulatedAttempts} attempts are simulated, and so is what rests on them.`);
  }
  return notes;
}

/** The parts of a report of demand that a plan tells beside its trace. */
export const originOf = ({ leftOut, simulatedAttempts }: DemandReport): TraceOrigin => ({
  leftOut,
  simulatedAttempts,
});

/** Of demand that a user brings, nothing is left out and nothing known to be simulated. */
export const givenOrigin: TraceOrigin = {
  leftOut: { answeredByCache: 0, notServed: 0, throttled: 0, batch: 0 },
  simulatedAttempts: 0,
};
