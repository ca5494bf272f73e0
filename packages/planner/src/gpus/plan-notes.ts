import type { GpuPlan, PlanSource } from "@headgate/contract";
import type { InfrastructureBook } from "../infrastructure/infrastructure-book.ts";
import type { PriceTerm } from "../infrastructure/infrastructure-price.ts";
import { priceOfMachine } from "../infrastructure/price-of-machine.ts";
import { hourMicrodollars } from "./monthly.ts";

type NotPlanned = GpuPlan["not_planned"][number];

/** What a plan gathers on its way: sources of what it used, and what it could not plan. */
export type PlanNotes = Readonly<{
  sources: Map<string, PlanSource>;
  notPlanned: NotPlanned[];
}>;

export const planNotes = (): PlanNotes => ({ sources: new Map(), notPlanned: [] });

/** What prices are asked for. */
export type PriceTerms = Readonly<{ book: InfrastructureBook; day: string }>;

export type HourPrice = Readonly<{ microdollars: number; dollarsPerHour: string }>;

type Asked = Readonly<{
  provider: string;
  sku: string;
  region: string;
  term: PriceTerm;
  /** As its owner entered it. */
  own?: string | undefined;
}>;

/** A machine's price, noted as a source of the plan; undefined, and noted, where it is not known. */
export function notedPrice(
  asked: Asked,
  { book, day }: PriceTerms,
  notes: PlanNotes,
  place: string,
): HourPrice | undefined {
  const what = `${asked.sku}, ${asked.provider} ${asked.region}, ${asked.term}`;
  if (asked.own !== undefined) {
    notes.sources.set(`own ${what}`, {
      what,
      value: `$${asked.own} an hour`,
      source: "entered by you",
      read_on: null,
      age_days: null,
    });
    return { microdollars: hourMicrodollars(asked.own), dollarsPerHour: asked.own };
  }
  const found = priceOfMachine(book, asked, day);
  if (found.kind === "unpriced") {
    notes.notPlanned.push({ place, text: found.text, mend: found.mend });
    return undefined;
  }
  notePriceSource(asked, found, notes);
  const { dollarsPerHour } = found.price;
  return { microdollars: hourMicrodollars(dollarsPerHour), dollarsPerHour };
}

/** A price as a source of the plan. */
export function notePriceSource(
  asked: Readonly<{ provider: string; sku: string; region: string; term: PriceTerm }>,
  { price, ageDays }: Extract<ReturnType<typeof priceOfMachine>, { kind: "priced" }>,
  notes: PlanNotes,
): void {
  const what = `${asked.sku}, ${asked.provider} ${asked.region}, ${asked.term}`;
  notes.sources.set(what, {
    what,
    value: `$${price.dollarsPerHour} an hour`,
    source: price.standing === "own" ? `your own price list: ${price.source}` : price.source,
    read_on: price.readOn,
    age_days: ageDays,
  });
}
