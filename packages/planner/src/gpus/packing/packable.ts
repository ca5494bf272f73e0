/** A model to be packed: memory, and its activity by hour of the week in units of the reference accelerator. */
export type Packable = Readonly<{ name: string; memoryGib: number; activity: Float64Array }>;

/** A machine of one accelerator that models can share. */
export type Bin = Readonly<{
  provider: string;
  sku: string;
  dollarsPerHour: string;
  /** Dollars as a double: the program's costs. */
  cost: number;
  memoryGib: number;
  /** Reference accelerators' worth of work that it may be busy with at most. */
  capacity: number;
}>;

export type Packed = readonly Readonly<{ bin: Bin; models: readonly number[] }>[];

/** What a set of models takes together: memory, and the busiest hour of their sum. */
export function taken(
  models: readonly Packable[],
  of: readonly number[],
): Readonly<{ memoryGib: number; busiest: number; hours: Float64Array }> {
  let memoryGib = 0;
  const hours = new Float64Array(models[0]?.activity.length ?? 0);
  for (const index of of) {
    const model = models[index] as Packable;
    memoryGib += model.memoryGib;
    for (const [hour, activity] of model.activity.entries())
      hours[hour] = (hours[hour] as number) + activity;
  }
  return { memoryGib, busiest: hours.reduce((most, value) => Math.max(most, value), 0), hours };
}

const EPSILON = 1e-9;

export const carries = (
  bin: Bin,
  need: Readonly<{ memoryGib: number; busiest: number }>,
): boolean => need.memoryGib <= bin.memoryGib + EPSILON && need.busiest <= bin.capacity + EPSILON;

/** The cheapest machine that carries a set of models; undefined where none does. */
export function cheapestBin(
  bins: readonly Bin[],
  need: Readonly<{ memoryGib: number; busiest: number }>,
): Bin | undefined {
  return bins
    .filter((bin) => carries(bin, need))
    .reduce<Bin | undefined>(
      (best, bin) => (best === undefined || bin.cost < best.cost ? bin : best),
      undefined,
    );
}

export const costOf = (packed: Packed): number =>
  packed.reduce((sum, { bin }) => sum + bin.cost, 0);

/** Machines that are no dearer than another with as much of both; of equals the first. */
export const worthwhile = (bins: readonly Bin[]): readonly Bin[] =>
  bins.filter(
    (bin, index) =>
      !bins.some(
        (other, place) =>
          place !== index &&
          other.cost <= bin.cost &&
          other.memoryGib >= bin.memoryGib &&
          other.capacity >= bin.capacity &&
          (place < index ||
            other.cost < bin.cost ||
            other.memoryGib > bin.memoryGib ||
            other.capacity > bin.capacity),
      ),
  );
