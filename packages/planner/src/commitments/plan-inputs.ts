import type { NoPlan, OfferPrice, PlanSource } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { toMicrodollars } from "../statistics/estimated-dollars.ts";
import { HOURS_PER_MONTH } from "../statistics/month.ts";

import type { KnownFact } from "./known-offers.ts";
import { contradiction, missing, type NoPlanReason } from "./no-plan.ts";

const DAY_MS = 86_400_000;

/** Gathers what a plan takes in: the sources of what was there, and what was not. */
export type PlanInputs = Readonly<{
  sources: PlanSource[];
  reasons: NoPlanReason[];
  todayMs: number;
}>;

export const planInputs = (todayMs: number): PlanInputs => ({ sources: [], reasons: [], todayMs });

export const asNoPlan = ({ reasons }: PlanInputs): NoPlan => ({
  kind: "no_plan",
  reasons: [...reasons],
});

/** An entered amount in microdollars. */
export const enteredMicrodollars = (text: string): number => toMicrodollars(parseDollars(text));

/** Says where a fact comes from, and how old it is. */
export function useFact(
  inputs: PlanInputs,
  what: string,
  value: string,
  fact: Readonly<{ source: string; readOn: string | null }>,
): void {
  const readMs = fact.readOn === null ? null : Date.parse(fact.readOn);
  inputs.sources.push({
    what,
    value,
    source: fact.source,
    read_on: fact.readOn,
    age_days: readMs === null ? null : Math.max(0, Math.floor((inputs.todayMs - readMs) / DAY_MS)),
  });
}

/**
 * A price in microdollars an hour; null, with its reason, where it is not there or has a source and no date: nobody
 * could say whether it still holds.
 */
export function pricePerHour(
  inputs: PlanInputs,
  price: OfferPrice | undefined,
  about: Readonly<{ place: string; what: string; mend: string }>,
): number | null {
  if (price === undefined) {
    inputs.reasons.push(
      missing(about.place, `The price of ${about.what} is not known.`, about.mend),
    );
    return null;
  }
  if (price.source !== undefined && price.read_on === undefined) {
    inputs.reasons.push(
      missing(
        `${about.place}.read_on`,
        `The price of ${about.what} has a source and no date.`,
        "Say on which day it was read there, as 2026-11-29.",
      ),
    );
    return null;
  }
  const amount = enteredMicrodollars(price.dollars);
  if (amount === 0) {
    inputs.reasons.push(nothingPaid(about.place, `the price of ${about.what}`));
    return null;
  }
  useFact(inputs, about.what, `$${price.dollars} a ${price.per}`, {
    source: price.source === undefined ? "entered by you" : price.source,
    readOn: price.read_on === undefined ? null : price.read_on,
  });
  return price.per === "hour" ? amount : amount / HOURS_PER_MONTH;
}

/** What costs nothing is not sized: any number of units would be as good. */
export const nothingPaid = (place: string, what: string): NoPlanReason =>
  contradiction(
    place,
    `With $0 for ${what} there is nothing to weigh.`,
    "Enter what it costs, or leave it out.",
  );

/** A price that is known in the project. */
export function knownPricePerHour(
  inputs: PlanInputs,
  what: string,
  known: Readonly<{ dollars: string; fact: KnownFact }>,
): number {
  useFact(inputs, what, `$${known.dollars} an hour`, known.fact);
  return enteredMicrodollars(known.dollars);
}
