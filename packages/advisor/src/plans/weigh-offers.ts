import { parseDollars } from "@headgate/money";
import { type MachineOffer, toMicrodollars } from "@headgate/planner";
import type { Finding } from "../findings/advice-of-finding.ts";
import { percent } from "./demand-left.ts";

/** A promise for a machine's hours, beside what they cost now. */
export type WeighedOffer = Readonly<{
  offer: MachineOffer;
  microdollars: number;
  /** It pays where the machine runs in so many of the hours, of 1. */
  breakEven: number;
}>;

/** Offers that cost less an hour than `now` (microdollars). */
export const weighOffers = (
  offers: readonly MachineOffer[],
  now: number,
): readonly WeighedOffer[] =>
  offers
    .map((offer): WeighedOffer => {
      const microdollars = toMicrodollars(parseDollars(offer.dollarsPerHour));
      return { offer, microdollars, breakEven: microdollars / now };
    })
    .filter(({ breakEven }) => breakEven < 1);

/**
 * The one to take unless somebody knows better: the shortest term, of it what nothing is paid in advance for, of that the
 * cheapest. Longer terms and payments in advance are told beside it: whether the money is better spent elsewhere no bill tells.
 */
export function offerToTake(weighed: readonly WeighedOffer[]): WeighedOffer | undefined {
  const rank = ({ offer, microdollars }: WeighedOffer) =>
    [offer.months, offer.payment === "no_upfront" ? 0 : 1, microdollars] as const;
  return [...weighed].sort((one, other) => {
    const [left, right] = [rank(one), rank(other)];
    return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
  })[0];
}

const binds = {
  any_machine: "for all machines",
  family_in_region: "for its family in its region",
  machine_in_region: "for this kind of machine in its region",
} as const satisfies Record<MachineOffer["binding"], string>;

/** What each offer costs an hour, what it binds to, from which use it pays, and how old its price is. */
export const offerFigures = (weighed: readonly WeighedOffer[]): Finding["figures"] =>
  weighed.map(({ offer, breakEven }) => ({
    what: offer.name,
    value: `$${offer.dollarsPerHour} an hour, ${percent(tenths(1 - breakEven))} less; pays from ${percent(breakEven)} of the hours; ${binds[offer.binding]}; price ${offer.price.ageDays} days old`,
  }));

/** To tenths of a hundredth: 1 − 0.9 is a hair below 0.1. */
const tenths = (share: number): number => Math.round(share * 1_000) / 1_000;

/** What speaks against a promise, and what would change the answer; `running`: "they run". */
export const whatSpeaksAgainst = (
  { offer, breakEven }: WeighedOffer,
  running: string,
): Readonly<{ risks: readonly string[]; wouldChange: string }> => ({
  risks: [
    "Prices of machines fall in steps, and a promise keeps the price that was.",
    `It is paid for ${offer.months} months, used or not.`,
  ],
  wouldChange: `It no longer pays where ${running} in less than ${percent(breakEven)} of the hours, or where the price on demand falls by ${percent(1 - breakEven)}.`,
});

/** How the rates of AWS's promises come into the lists. */
export const ASK_AWS_PLANS =
  "Ask AWS with `headgate plan prices refresh --plans`, or import its list of savings plans with `headgate plan prices import aws-savings-plans FILE --day DAY --apply`.";

/** Where a price stands, as plans show it. */
export const sourceOfOffer = (
  { offer }: WeighedOffer,
  { sku, region }: Readonly<{ sku: string; region: string }>,
): NonNullable<Finding["plan"]>["sources"][number] => ({
  what: `${sku}, ${region}, ${offer.term}, ${offer.payment}`,
  value: `$${offer.dollarsPerHour} an hour`,
  source: offer.price.price.source,
  read_on: offer.price.price.readOn,
  age_days: offer.price.ageDays,
});
