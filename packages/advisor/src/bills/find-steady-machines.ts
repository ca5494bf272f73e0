import type { NotPlanned } from "@headgate/contract";
import { HOURS_PER_MONTH, type InfrastructureBook, machineOffers } from "@headgate/planner";
import type { Finding } from "../findings/advice-of-finding.ts";
import { percent } from "../plans/demand-left.ts";
import { dollarsOf, shownDollars } from "../plans/monthly-estimate.ts";
import type { Planned } from "../plans/plan-facts.ts";
import {
  ASK_AWS_PLANS,
  offerFigures,
  offerToTake,
  sourceOfOffer,
  type WeighedOffer,
  weighOffers,
  whatSpeaksAgainst,
} from "../plans/weigh-offers.ts";
import type { MachineOnBill } from "./hours-on-bill.ts";

const HOUR_MS = 3_600_000;

/** A kind of machine of which so many were paid on demand at all times. */
export type SteadyMachine = Readonly<{ machine: MachineOnBill; count: number }>;

/**
 * Savings plans and reservations for machines that the bill has on demand in each of its hours, at the rates that lists have. Only what
 * was there at all times: what comes and goes is weighed against offers in the configuration, with its own hours.
 */
export function proposeSteadyMachines(
  steady: readonly SteadyMachine[],
  book: InfrastructureBook,
  day: string,
): Planned {
  const findings: Finding[] = [];
  const notPlanned: NotPlanned[] = [];
  for (const one of steady) {
    const { machine } = one;
    const offers = machineOffers(book, machine, day);
    const weighed = weighOffers(offers, machine.microdollarsPerHour);
    const best = offerToTake(weighed);
    if (best !== undefined) findings.push(findingOf(one, best, weighed));
    else notPlanned.push(toAsk(one, offers.length > 0));
  }
  return { findings, notPlanned };
}

const toAsk = ({ machine, count }: SteadyMachine, hasOffers: boolean): NotPlanned => {
  const { sku, region } = machine;
  const on = `The bill has ${count} × ${sku} in ${region} on demand at all times`;
  return {
    kind: "commitment",
    subject: `${sku} ${region}`,
    text: hasOffers
      ? `${on}, at ${shownDollars(machine.microdollarsPerHour)} an hour: no listed reservation or savings plan is below that.`
      : `${on}, and no list has a price of its reservation or savings plan.`,
    mend: hasOffers
      ? "Ask AWS for today's rates with `headgate plan prices refresh --plans`."
      : ASK_AWS_PLANS,
  };
};

function findingOf(
  { machine, count }: SteadyMachine,
  best: WeighedOffer,
  weighed: readonly WeighedOffer[],
): Finding {
  const { sku, region, hours, microdollarsPerHour: now } = machine;
  const { offer, microdollars, breakEven } = best;
  const against = whatSpeaksAgainst(best, "they run");
  const saving = (now - microdollars) * count * HOURS_PER_MONTH;
  const all = hours.onDemand + hours.covered + hours.spot;
  return {
    kind: "commitment",
    phase: "infrastructure",
    scope: {},
    subject: `${sku} ${region} ${offer.term} bill`,
    title: `Take the ${offer.name} for ${count} × ${sku} in ${region}, which the bill has on demand at all times`,
    steps: [
      "First do what makes it smaller or stops it: a promise for a machine that goes is lost.",
      "Look into the provider's own recommendation: it knows all accounts that share a promise.",
      "Buy it in the cloud's console or with its command line; enter it under plans.commitments.held, so that its end is told in time.",
    ],
    dollars: { estimate: dollarsOf(saving), low: null, high: null },
    savedInRange: null,
    figures: [
      { what: "an hour now, as billed", value: shownDollars(now) },
      { what: `an hour of the ${offer.name}`, value: `$${offer.dollarsPerHour}` },
      { what: "age of that price", value: `${offer.price.ageDays} days` },
      { what: "to commit, an hour", value: shownDollars(microdollars * count) },
      { what: "pays where it runs in so many of the hours", value: percent(breakEven) },
      { what: "of its hours a commitment pays already", value: percent(hours.covered / all) },
      { what: "of its hours were spot", value: percent(hours.spot / all) },
      ...offerFigures(weighed.filter((one) => one !== best)),
    ],
    confidence: {
      level: "low",
      reason: `From bills alone: they were on at all times of the range; what they did, and that it goes on for ${offer.months} months, is not known.`,
    },
    effortHours: 4,
    depth: "bills",
    plan: {
      range_basis: null,
      risks: [...against.risks],
      would_change: [
        against.wouldChange,
        ...(machine.periodMs > HOUR_MS
          ? [
              "The bill tells days, and each is taken to be even: where machines stop at night, fewer were on at all times. Import a bill by the hour.",
            ]
          : []),
      ],
      sources: weighed.map((one) => sourceOfOffer(one, machine)),
      exports: [],
    },
  };
}
