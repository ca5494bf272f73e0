import { formatDollars, parseDollars, picodollars } from "@headgate/money";
import { holdsOn } from "./holds-on.ts";
import type { InfrastructureFile } from "./infrastructure-file.ts";
import type { InfrastructurePrice, Machine } from "./infrastructure-price.ts";
import type { SpotFact } from "./spot-fact.ts";

/** Whose word a row is: the project's, a list that was imported, or the user's own. */
type Standing = "built_in" | "imported" | "own";

export type BookPrice = InfrastructurePrice & Readonly<{ standing: Standing }>;

/** All prices, machines and facts of spot that are known. */
export type InfrastructureBook = Readonly<{
  prices: ReadonlyMap<string, readonly BookPrice[]>;
  machines: ReadonlyMap<string, Machine>;
  spot: ReadonlyMap<string, SpotFact>;
}>;

export type StandingFile = Readonly<{ file: InfrastructureFile; standing: Standing }>;

export const machineKey = (provider: string, sku: string): string => `${provider} ${sku}`;
export const spotKey = (provider: string, sku: string, region: string): string =>
  `${provider} ${sku} ${region}`;

/**
 * Joins lists into one book. A machine or a fact of spot that two lists have is taken from the later one; prices are
 * all kept, and looked up by their days.
 */
export function infrastructureBook(files: readonly StandingFile[]): InfrastructureBook {
  const prices = new Map<string, BookPrice[]>();
  const machines = new Map<string, Machine>();
  const spot = new Map<string, SpotFact>();
  const add = (price: BookPrice): void => {
    const key = machineKey(price.provider, price.sku);
    const known = prices.get(key);
    if (known === undefined) prices.set(key, [price]);
    else known.push(price);
  };
  for (const { file, standing } of files) {
    for (const price of pricesOf(file)) add({ ...price, standing });
    for (const machine of machinesOf(file))
      machines.set(machineKey(machine.provider, machine.sku), machine);
    for (const fact of spotOf(file)) spot.set(spotKey(fact.provider, fact.sku, fact.region), fact);
  }
  for (const { file, standing } of files) {
    for (const fact of spotOf(file)) {
      const price = spotPriceOf(prices, fact);
      if (price !== undefined) add({ ...price, standing });
    }
  }
  return { prices, machines, spot };
}

const MIB_PER_GIB = 1024;

function* pricesOf(file: InfrastructureFile): Iterable<InfrastructurePrice> {
  for (const row of file.prices ?? []) {
    const source = file.sources[row.source];
    const region = row.region ?? file.region;
    if (source === undefined || region === undefined) continue; // The file's check refuses both.
    yield {
      provider: file.provider,
      sku: row.sku,
      region,
      term: row.term,
      ...(row.payment !== undefined && { payment: row.payment }),
      dollarsPerHour: row.dollars_per_hour,
      ...(row.valid_from !== undefined && { validFrom: row.valid_from }),
      ...(row.valid_to !== undefined && { validTo: row.valid_to }),
      source: source.url,
      readOn: source.read_on,
    };
  }
}

function* machinesOf(file: InfrastructureFile): Iterable<Machine> {
  for (const { sku, vcpus, memory_mib, accelerators, architecture, source } of file.machines ??
    []) {
    const from = file.sources[source];
    if (from === undefined) continue;
    yield {
      provider: file.provider,
      sku,
      vcpus,
      memoryGib: memory_mib / MIB_PER_GIB,
      ...(accelerators !== undefined && {
        accelerators: {
          model: accelerators.model,
          count: accelerators.count,
          memoryGibEach: accelerators.memory_mib_each / MIB_PER_GIB,
        },
      }),
      architecture,
      source: from.url,
      readOn: from.read_on,
    };
  }
}

function* spotOf(file: InfrastructureFile): Iterable<SpotFact> {
  for (const { sku, saving_percent, interruption, source } of file.spot ?? []) {
    const from = file.sources[source];
    if (from === undefined || file.region === undefined) continue;
    yield {
      provider: file.provider,
      sku,
      region: file.region,
      savingPercent: saving_percent,
      interruption,
      source: from.url,
      readOn: from.read_on,
    };
  }
}

/** A spot price from what it is below on demand, by the on-demand price of the day of which the percentage speaks. */
function spotPriceOf(
  prices: ReadonlyMap<string, readonly BookPrice[]>,
  fact: SpotFact,
): InfrastructurePrice | undefined {
  const onDemand = (prices.get(machineKey(fact.provider, fact.sku)) ?? []).find(
    (price) =>
      price.term === "on_demand" && price.region === fact.region && holdsOn(price, fact.readOn),
  );
  if (onDemand === undefined) return undefined;
  const whole = parseDollars(onDemand.dollarsPerHour);
  // Prices have at most eight decimals and money twelve: a whole percentage of one is exact.
  const left = picodollars((whole * BigInt(100 - fact.savingPercent)) / 100n);
  return {
    provider: fact.provider,
    sku: fact.sku,
    region: fact.region,
    term: "spot",
    dollarsPerHour: trimmed(formatDollars(left)),
    source: `${fact.source}: ${fact.savingPercent} % below on demand, ${onDemand.dollarsPerHour}`,
    readOn: fact.readOn,
  };
}

const trimmed = (text: string): string => text.replace(/(\.\d{2}\d*?)0+$/, "$1");
