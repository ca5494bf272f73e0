import type { InfrastructureBook } from "../infrastructure/infrastructure-book.ts";
import type { Machine, PriceTerm } from "../infrastructure/infrastructure-price.ts";
import { machineOf } from "../infrastructure/machine-of.ts";
import { type MachinePrice, priceOfMachine } from "../infrastructure/price-of-machine.ts";
import { hourMicrodollars } from "./monthly.ts";

export type Candidate = Readonly<{
  machine: Machine;
  region: string;
  term: PriceTerm;
  microdollarsPerHour: number;
  price: Extract<MachinePrice, { kind: "priced" }>;
}>;

/** All machines of some providers that are known and have a price there and then, the cheapest first. */
export function candidatesOf(
  book: InfrastructureBook,
  wanted: Readonly<{
    providers: readonly string[];
    region: string;
    term: PriceTerm;
    day: string;
  }>,
): readonly Candidate[] {
  const { region, term, day } = wanted;
  const found: Candidate[] = [];
  for (const [first] of book.prices.values()) {
    if (first === undefined || !wanted.providers.includes(first.provider)) continue;
    const machine = machineOf(book, first.provider, first.sku);
    if (machine === undefined) continue;
    const price = priceOfMachine(
      book,
      { provider: first.provider, sku: first.sku, region, term },
      day,
    );
    if (price.kind === "unpriced") continue;
    const microdollarsPerHour = hourMicrodollars(price.price.dollarsPerHour);
    found.push({ machine, region, term, microdollarsPerHour, price });
  }
  return found.sort((one, other) => one.microdollarsPerHour - other.microdollarsPerHour);
}

/** Chips that need a model to be compiled for them: nothing measured on a GPU says how fast it is there. */
const NEURON = ["inferentia2", "trainium", "trainium2"];

export const isNeuron = ({ accelerators }: Machine): boolean =>
  accelerators !== undefined && NEURON.includes(accelerators.model);

export const acceleratorsText = ({ accelerators }: Machine): string | null =>
  accelerators === undefined
    ? null
    : `${accelerators.count} × ${accelerators.model}, ${Math.round(accelerators.memoryGibEach)} GiB each`;
