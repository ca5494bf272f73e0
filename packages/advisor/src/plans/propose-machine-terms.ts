import type { FleetMachine, GpuPlan, NotPlanned, PlannedMachine } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { HOURS_PER_MONTH, machineOffers, toMicrodollars } from "@headgate/planner";
import type { Finding } from "../findings/advice-of-finding.ts";
import { percent } from "./demand-left.ts";
import { dollarsOf } from "./monthly-estimate.ts";
import type { PlanFacts, Planned } from "./plan-facts.ts";
import {
  ASK_AWS_PLANS,
  offerFigures,
  offerToTake,
  sourceOfOffer,
  type WeighedOffer,
  weighOffers,
  whatSpeaksAgainst,
} from "./weigh-offers.ts";

/**
 * A reservation or savings plan for machines that stay on all day as they are: paid on demand, and neither stopped, sized
 * down nor scheduled by another recommendation. All that lists have prices of stand beside each other, by kind, term and payment.
 * Where no list has a price it is asked for.
 */
export function proposeMachineTerms(
  { infrastructure, config }: Pick<PlanFacts, "infrastructure" | "config">,
  plan: GpuPlan,
  fleet: readonly FleetMachine[],
): Planned {
  const findings: Finding[] = [];
  const notPlanned: NotPlanned[] = [];
  // Offers for machines in the configuration are planned on the bill's hours of all of them.
  const isOffered = config.plans.commitments.offers.some(
    (offer) =>
      offer.kind === "savings_plan" &&
      (offer.service === "compute" || offer.service === "sagemaker"),
  );
  if (isOffered) return { findings, notPlanned };
  for (const machine of plan.machines) {
    if (!staysAsItIs(machine, plan, fleet)) continue;
    const offers = machineOffers(infrastructure, machine, plan.day);
    const now = toMicrodollars(parseDollars(machine.dollars_per_hour as string));
    const weighed = weighOffers(offers, now);
    const best = offerToTake(weighed);
    if (best !== undefined) findings.push(findingOf(machine, { best, weighed, now, plan }));
    else if (offers.length === 0) notPlanned.push(toAsk(machine));
  }
  return { findings, notPlanned };
}

/** On demand, measured to be used, and no change to it is recommended. */
function staysAsItIs(
  machine: PlannedMachine,
  { changes }: GpuPlan,
  fleet: readonly FleetMachine[],
): boolean {
  const term = fleet.find(({ name }) => name === machine.name)?.term ?? "on_demand";
  return (
    machine.dollars_per_hour !== null &&
    term === "on_demand" &&
    (machine.judgement === "well_used" || machine.judgement === "underused") &&
    !changes.some((change) => change.machine === machine.name)
  );
}

const toAsk = ({ name, sku, region, provider }: PlannedMachine): NotPlanned => ({
  kind: "commitment",
  subject: name,
  text: `${sku} in ${region} is paid on demand all day, and no list has a price of its reservation or savings plan.`,
  mend:
    provider === "aws" || provider === "sagemaker"
      ? ASK_AWS_PLANS
      : "Enter its price in a file of HEADGATE_DATA/infrastructure.",
});

function findingOf(
  machine: PlannedMachine,
  {
    best,
    weighed,
    now,
    plan,
  }: Readonly<{
    best: WeighedOffer;
    weighed: readonly WeighedOffer[];
    now: number;
    plan: GpuPlan;
  }>,
): Finding {
  const { offer, microdollars, breakEven } = best;
  const against = whatSpeaksAgainst(best, `${machine.name} runs`);
  const saving = (now - microdollars) * machine.count * HOURS_PER_MONTH;
  return {
    kind: "commitment",
    phase: "infrastructure",
    scope: {},
    subject: `${machine.name} ${offer.term}`,
    title: `Take the ${offer.name} for ${machine.count} × ${machine.sku} of ${machine.name}`,
    steps: [
      "First do what makes it smaller or stops it: a promise for a machine that goes is lost.",
      "Buy it in the cloud's console or with its command line; enter it under plans.commitments.held, so that its end is told in time.",
    ],
    dollars: { estimate: dollarsOf(saving), low: null, high: null },
    savedInRange: null,
    figures: [
      { what: "an hour on demand", value: `$${machine.dollars_per_hour}` },
      { what: `an hour of the ${offer.name}`, value: `$${offer.dollarsPerHour}` },
      { what: "age of that price", value: `${offer.price.ageDays} days` },
      { what: "pays where it runs in so many of the hours", value: percent(breakEven) },
      ...offerFigures(weighed.filter((one) => one !== best)),
    ],
    confidence: {
      level: "medium",
      reason: `It ran in ${machine.measured_hours} hours that were measured; that it goes on for ${offer.months} months is not known.`,
    },
    effortHours: 4,
    depth: "rows",
    plan: {
      range_basis: null,
      risks: [...against.risks],
      would_change: [against.wouldChange],
      sources: [
        ...plan.sources.filter(({ what }) => what.includes(machine.sku)),
        ...weighed.map((one) => sourceOfOffer(one, machine)),
      ],
      exports: [],
    },
  };
}
