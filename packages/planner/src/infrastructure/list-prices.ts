import type { InfrastructurePricesResponse } from "@headgate/contract";
import { formatDollars, parseDollars } from "@headgate/money";
import { holdsOn } from "./holds-on.ts";
import type { BookPrice, InfrastructureBook } from "./infrastructure-book.ts";
import { machineOf } from "./machine-of.ts";
import { ageInDays, paidAs, priceOfMachine } from "./price-of-machine.ts";

/** What prices are listed: all parameters narrow. */
export type PricesWanted = Readonly<{
  day: string;
  provider?: string | undefined;
  /** A part of the machine's name. */
  sku?: string | undefined;
  region?: string | undefined;
}>;

/** The price of each machine, region, term and payment that counts on a day, with its age and what other lists say instead. */
export function listPrices(
  book: InfrastructureBook,
  wanted: PricesWanted,
): InfrastructurePricesResponse {
  const { day, provider, sku, region } = wanted;
  const rows: InfrastructurePricesResponse["prices"] = [];
  for (const known of book.prices.values()) {
    const held = known.filter(
      (price) =>
        holdsOn(price, day) &&
        (provider === undefined || price.provider === provider) &&
        (sku === undefined || price.sku.includes(sku)) &&
        (region === undefined || price.region === region),
    );
    for (const group of groupsOf(held)) {
      const [first] = group;
      if (first === undefined) continue;
      const found = priceOfMachine(book, first, day);
      if (found.kind === "priced") rows.push(rowOf(book, found, group, day));
    }
  }
  return { day, prices: rows };
}

const groupsOf = (prices: readonly BookPrice[]): Iterable<readonly BookPrice[]> => {
  const groups = new Map<string, BookPrice[]>();
  for (const price of prices) {
    const key = `${price.region} ${price.term} ${paidAs(price.payment)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [price]);
    else group.push(price);
  }
  return groups.values();
};

function rowOf(
  book: InfrastructureBook,
  found: Extract<ReturnType<typeof priceOfMachine>, { kind: "priced" }>,
  group: readonly BookPrice[],
  day: string,
): InfrastructurePricesResponse["prices"][number] {
  const { price } = found;
  const chips = machineOf(book, price.provider, price.sku)?.accelerators;
  return {
    provider: price.provider,
    sku: price.sku,
    region: price.region,
    term: price.term,
    payment: paidAs(price.payment),
    dollars_per_hour: exact(price),
    accelerators: chips === undefined ? null : `${chips.count} × ${chips.model}`,
    standing: price.standing,
    source: price.source,
    read_on: price.readOn,
    age_days: ageInDays(price.readOn, day),
    others: group
      .filter((other) => exact(other) !== exact(price))
      .sort((one, other) => (one.readOn < other.readOn ? 1 : -1))
      .map((other) => ({
        dollars_per_hour: exact(other),
        source: other.source,
        read_on: other.readOn,
      })),
  };
}

const exact = (price: BookPrice): string => formatDollars(parseDollars(price.dollarsPerHour));
