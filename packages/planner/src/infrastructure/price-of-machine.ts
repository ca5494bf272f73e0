import type { PaymentOption } from "@headgate/contract";
import { holdsOn } from "./holds-on.ts";
import { type BookPrice, type InfrastructureBook, machineKey } from "./infrastructure-book.ts";
import type { PriceTerm } from "./infrastructure-price.ts";

const DAY_MS = 86_400_000;

/** An hour of which machine, where, paid how. */
export type MachineHour = Readonly<{
  provider: string;
  sku: string;
  region: string;
  term: PriceTerm;
  /** Nothing in advance unless said. */
  payment?: PaymentOption | undefined;
}>;

export type MachinePrice =
  | Readonly<{
      kind: "priced";
      price: BookPrice;
      /** Whole days from the day of which the source speaks to the day of the question. */
      ageDays: number;
    }>
  | Readonly<{
      kind: "unpriced";
      why: "machine_unknown" | "region_unknown" | "term_unknown" | "ended";
      text: string;
      mend: string;
    }>;

const MEND =
  "Enter the price in a file of HEADGATE_DATA/infrastructure, import a list with `headgate plan prices import`, or ask AWS with `headgate plan prices refresh`.";

/**
 * What an hour of a machine costs on a day (`yyyy-mm-dd`). The user's own price outranks all; else of the prices that
 * hold on the day the one that was read last counts. A price is of its region; one of region `any` is of all.
 */
export function priceOfMachine(
  book: InfrastructureBook,
  wanted: MachineHour,
  on: string,
): MachinePrice {
  const { provider, sku, region, term, payment } = wanted;
  const named = `${sku} at ${provider}`;
  const known = book.prices.get(machineKey(provider, sku));
  if (known === undefined)
    return unpriced("machine_unknown", `No price of ${named} is known, in any region.`);
  const here = known.filter((price) => price.region === region || price.region === "any");
  if (here.length === 0) {
    const regions = [...new Set(known.map((price) => price.region))].join(", ");
    return unpriced("region_unknown", `No price of ${named} in ${region} is known; in ${regions}.`);
  }
  const ofTerm = here.filter(
    (price) => price.term === term && paidAs(price.payment) === paidAs(payment),
  );
  if (ofTerm.length === 0) {
    const terms = [...new Set(here.map(termText))].join(", ");
    return unpriced(
      "term_unknown",
      `Of ${named} in ${region} no ${termText(wanted)} price is known; ${terms}.`,
    );
  }
  const held = ofTerm.filter((price) => holdsOn(price, on));
  const price = held.reduce<BookPrice | undefined>(
    (best, next) => (best === undefined || outranks(next, best) ? next : best),
    undefined,
  );
  if (price === undefined) {
    const spans = ofTerm.map((known) => `${known.validFrom ?? "…"} to ${known.validTo ?? "…"}`);
    return unpriced(
      "ended",
      `The known ${term} prices of ${named} in ${region} do not hold on ${on}: ${spans.join(", ")}.`,
    );
  }
  return { kind: "priced", price, ageDays: ageInDays(price.readOn, on) };
}

/** A list that says nothing of payment is of a price that nothing is paid in advance for. */
export const paidAs = (payment: PaymentOption | undefined): PaymentOption =>
  payment ?? "no_upfront";

/** A term with how it is paid, for people. */
export const termText = ({ term, payment }: Pick<MachineHour, "term" | "payment">): string =>
  paidAs(payment) === "no_upfront" ? term : `${term} ${paidAs(payment)}`;

/** Own prices first; then the later reading; of one day the one that was added later. */
const outranks = (next: BookPrice, best: BookPrice): boolean => {
  const isOwn = next.standing === "own";
  return isOwn === (best.standing === "own") ? next.readOn >= best.readOn : isOwn;
};

/** Whole days from one day to another; 0 where the first is later. */
export const ageInDays = (readOn: string, on: string): number =>
  Math.max(0, Math.round((Date.parse(on) - Date.parse(readOn)) / DAY_MS));

const unpriced = (
  why: Extract<MachinePrice, { kind: "unpriced" }>["why"],
  text: string,
): MachinePrice => ({ kind: "unpriced", why, text, mend: MEND });
