import type { CommitmentOffer } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import type { InfrastructureBook } from "../infrastructure/infrastructure-book.ts";
import type { PriceTerm } from "../infrastructure/infrastructure-price.ts";
import { type MachineHour, priceOfMachine } from "../infrastructure/price-of-machine.ts";

/** Months of the terms that lists have prices of. */
const years = { 12: "1y", 36: "3y" } as const;

/**
 * Offers for machines with what lists say of them on a day, where the user entered nothing: a savings plan's discount is its rate against
 * the price on demand of the same machine; a reservation has its price and that on demand. An offer whose prices are on no list stays as
 * it was: what it lacks is then told.
 */
export const withListedRates = (
  offers: readonly CommitmentOffer[],
  book: InfrastructureBook,
  day: string,
): CommitmentOffer[] => offers.map((offer) => listedOffer(offer, book, day));

function listedOffer(
  offer: CommitmentOffer,
  book: InfrastructureBook,
  day: string,
): CommitmentOffer {
  if (offer.kind === "savings_plan") {
    if (offer.discount !== undefined || offer.machine === undefined) return offer;
    const listed = pricesOf(offer, planTerm(offer.service), offer.machine, { book, day });
    if (listed === undefined) return offer;
    const { promised, onDemand } = listed;
    const discount =
      1 -
      Number(parseDollars(promised.dollarsPerHour)) / Number(parseDollars(onDemand.dollarsPerHour));
    if (discount <= 0) return offer;
    return {
      ...offer,
      discount,
      source:
        `${offer.machine.instance}, ${offer.machine.region}: $${promised.dollarsPerHour} of $${onDemand.dollarsPerHour} an hour (${promised.source})`.slice(
          0,
          300,
        ),
      read_on: earlier(promised.readOn, onDemand.readOn),
    };
  }
  if (offer.kind !== "reserved_instances" || offer.machine === undefined) return offer;
  const listed = pricesOf(offer, "reserved", offer.machine, { book, day });
  if (listed === undefined) return offer;
  return {
    ...offer,
    price: offer.price ?? entered(listed.promised),
    on_demand_price: offer.on_demand_price ?? entered(listed.onDemand),
  };
}

type Service = Extract<CommitmentOffer, { kind: "savings_plan" }>["service"];
type PlanTerm = "savings_plan" | "ec2_savings_plan" | "reserved";

const planTerm = (service: Service): PlanTerm =>
  service === "ec2_instance" ? "ec2_savings_plan" : "savings_plan";

type Priced = Readonly<{ dollarsPerHour: string; source: string; readOn: string }>;

function pricesOf(
  { term_months: months }: Readonly<{ term_months: number }>,
  kind: PlanTerm,
  machine: NonNullable<Extract<CommitmentOffer, { kind: "savings_plan" }>["machine"]>,
  { book, day }: Readonly<{ book: InfrastructureBook; day: string }>,
): Readonly<{ promised: Priced; onDemand: Priced }> | undefined {
  if (months !== 12 && months !== 36) return undefined;
  const { instance, region, payment } = machine;
  const hour = (more: Pick<MachineHour, "term" | "payment">): Priced | undefined => {
    const provider = instance.startsWith("ml.") ? "sagemaker" : "aws";
    const found = priceOfMachine(book, { provider, sku: instance, region, ...more }, day);
    return found.kind === "priced" ? found.price : undefined;
  };
  const term: PriceTerm = `${kind}_${years[months]}`;
  const promised = hour({ term, payment });
  const onDemand = hour({ term: "on_demand" });
  return promised === undefined || onDemand === undefined ? undefined : { promised, onDemand };
}

const entered = ({ dollarsPerHour, source, readOn }: Priced) => ({
  dollars: dollarsPerHour,
  per: "hour" as const,
  source: source.slice(0, 300),
  read_on: readOn,
});

const earlier = (one: string, other: string): string => (one < other ? one : other);
