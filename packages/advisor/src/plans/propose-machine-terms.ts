import type { FleetMachine, GpuPlan, NotPlanned, PlannedMachine } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import {
  HOURS_PER_MONTH,
  type MachinePrice,
  type PriceTerm,
  priceOfMachine,
  toMicrodollars,
} from "@headgate/planner";
import type { Finding } from "../findings/advice-of-finding.ts";
import { percent } from "./demand-left.ts";
import { dollarsOf } from "./monthly-estimate.ts";
import type { PlanFacts, Planned } from "./plan-facts.ts";

const terms = {
  savings_plan_1y: { name: "savings plan of one year", months: 12 },
  reserved_1y: { name: "reservation of one year", months: 12 },
  savings_plan_3y: { name: "savings plan of three years", months: 36 },
  reserved_3y: { name: "reservation of three years", months: 36 },
} as const satisfies Partial<Record<PriceTerm, object>>;
type Term = keyof typeof terms;
const termNames = Object.keys(terms) as Term[];

type Priced = Extract<MachinePrice, { kind: "priced" }>;
type Offered = Readonly<{ term: Term; price: Priced; microdollars: number }>;

/**
 * A reservation or savings plan for machines that stay on all day as they are: paid on demand, and neither stopped, sized
 * down nor scheduled by another recommendation. Of terms of a length the cheaper one; three years where one year is not sold.
 * Where no list has a price of theirs it is asked for.
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
      offer.kind === "reserved_instances" ||
      (offer.kind === "savings_plan" && offer.service !== "other"),
  );
  if (isOffered) return { findings, notPlanned };
  for (const machine of plan.machines) {
    if (!staysAsItIs(machine, plan, fleet)) continue;
    const offered = termNames.flatMap((term): Offered[] => {
      const price = priceOfMachine(infrastructure, { ...machine, term }, plan.day);
      return price.kind === "priced"
        ? [{ term, price, microdollars: toMicrodollars(parseDollars(price.price.dollarsPerHour)) }]
        : [];
    });
    const now = toMicrodollars(parseDollars(machine.dollars_per_hour as string));
    const best = bestOf(offered.filter(({ microdollars }) => microdollars < now));
    if (best !== undefined) findings.push(findingOf(machine, { best, now, plan }));
    else if (offered.length === 0) notPlanned.push(toAsk(machine));
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

function bestOf(offered: readonly Offered[]): Offered | undefined {
  const yearly = offered.filter(({ term }) => terms[term].months === 12);
  return (yearly.length > 0 ? yearly : offered).reduce<Offered | undefined>(
    (best, one) => (best === undefined || one.microdollars < best.microdollars ? one : best),
    undefined,
  );
}

const toAsk = ({ name, sku, region, provider }: PlannedMachine): NotPlanned => ({
  kind: "commitment",
  subject: name,
  text: `${sku} in ${region} is paid on demand all day, and no list has a price of its reservation or savings plan.`,
  mend:
    provider === "aws" || provider === "sagemaker"
      ? "Ask AWS with `headgate plan prices refresh`, or import its list of savings plans with `headgate plan prices import aws-savings-plans FILE --day DAY --apply`."
      : "Enter its price in a file of HEADGATE_DATA/infrastructure.",
});

function findingOf(
  machine: PlannedMachine,
  { best, now, plan }: Readonly<{ best: Offered; now: number; plan: GpuPlan }>,
): Finding {
  const { name, months } = terms[best.term];
  const { price, ageDays } = best.price;
  const saving = (now - best.microdollars) * machine.count * HOURS_PER_MONTH;
  return {
    kind: "commitment",
    phase: "infrastructure",
    scope: {},
    subject: `${machine.name} ${best.term}`,
    title: `Take a ${name} for ${machine.count} × ${machine.sku} of ${machine.name}`,
    steps: [
      "First do what makes it smaller or stops it: a promise for a machine that goes is lost.",
      "Buy it in the cloud's console or with its command line; enter it under plans.commitments.held, so that its end is told in time.",
    ],
    dollars: { estimate: dollarsOf(saving), low: null, high: null },
    savedInRange: null,
    figures: [
      { what: "an hour on demand", value: `$${machine.dollars_per_hour}` },
      { what: `an hour of the ${name}`, value: `$${price.dollarsPerHour}` },
      { what: "age of that price", value: `${ageDays} days` },
      {
        what: "pays where it runs in so many of the hours",
        value: percent(best.microdollars / now),
      },
    ],
    confidence: {
      level: "medium",
      reason: `It ran in ${machine.measured_hours} hours that were measured; that it goes on for ${months} months is not known.`,
    },
    effortHours: 4,
    depth: "rows",
    plan: {
      range_basis: null,
      risks: [
        "Prices of machines fall in steps, and a promise keeps the price that was.",
        `It is paid for ${months} months, used or not.`,
      ],
      would_change: [
        `It no longer pays where ${machine.name} runs in less than ${percent(best.microdollars / now)} of the hours, or where the price on demand falls by ${percent(1 - best.microdollars / now)}.`,
      ],
      sources: [
        ...plan.sources.filter(({ what }) => what.includes(machine.sku)),
        {
          what: `${machine.sku}, ${machine.region}, ${best.term}`,
          value: `$${price.dollarsPerHour} an hour`,
          source: price.source,
          read_on: price.readOn,
          age_days: ageDays,
        },
      ],
      exports: [],
    },
  };
}
