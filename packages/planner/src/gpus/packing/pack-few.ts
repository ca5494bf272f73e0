import { type Bin, cheapestBin, type Packable, type Packed } from "./packable.ts";

/** Beyond this the number of sets is too large: 3^15 pairs of sets take a fraction of a second. */
export const MOST_BY_SETS = 15;

/**
 * The cheapest packing of a few models, by all sets of them: the cheapest machine of each set, and of each set its cheapest
 * division into one machine's models, which hold its first model, and the rest. Undefined where a model fits on no machine.
 */
export function packFew(
  models: readonly Packable[],
  bins: readonly Bin[],
  modelsAtMost: number,
): Packed | undefined {
  const sets = 1 << models.length;
  const alone = cheapestOfSets(models, bins, modelsAtMost);
  const cost = new Float64Array(sets).fill(Number.POSITIVE_INFINITY);
  const first = new Int32Array(sets);
  cost[0] = 0;
  for (let set = 1; set < sets; set += 1) {
    const lowest = set & -set;
    for (let part = set; part > 0; part = (part - 1) & set) {
      if ((part & lowest) === 0) continue;
      const bin = alone[part];
      if (bin === undefined) continue;
      const total = bin.cost + (cost[set ^ part] as number);
      if (total < (cost[set] as number)) {
        cost[set] = total;
        first[set] = part;
      }
    }
  }
  const packed: { bin: Bin; models: number[] }[] = [];
  for (let set = sets - 1; set > 0; ) {
    const part = first[set] as number;
    const bin = alone[part];
    if (part === 0 || bin === undefined) return undefined;
    packed.push({
      bin,
      models: models.flatMap((_, index) => ((part >> index) & 1 ? [index] : [])),
    });
    set ^= part;
  }
  return packed;
}

/** The cheapest machine of each set, by the bits of its number; undefined where none carries it. */
function cheapestOfSets(
  models: readonly Packable[],
  bins: readonly Bin[],
  modelsAtMost: number,
): readonly (Bin | undefined)[] {
  const hours = models[0]?.activity.length ?? 0;
  const alone: (Bin | undefined)[] = [undefined];
  // A set's sum is that of the set without its last model, which is on the way to it: one sum a depth is kept.
  const visit = (
    from: number,
    set: number,
    size: number,
    memoryGib: number,
    activity: Float64Array,
  ): void => {
    for (let index = from; index < models.length; index += 1) {
      const { memoryGib: more, activity: busy } = models[index] as Packable;
      const sum = new Float64Array(hours);
      let busiest = 0;
      for (let hour = 0; hour < hours; hour += 1) {
        const value = (activity[hour] as number) + (busy[hour] as number);
        sum[hour] = value;
        if (value > busiest) busiest = value;
      }
      const need = { memoryGib: memoryGib + more, busiest };
      const bin = size + 1 > modelsAtMost ? undefined : cheapestBin(bins, need);
      alone[set | (1 << index)] = bin;
      // What fits on no machine fits on none with more models.
      if (bin !== undefined) visit(index + 1, set | (1 << index), size + 1, need.memoryGib, sum);
    }
  };
  visit(0, 0, 0, 0, new Float64Array(hours));
  return alone;
}
