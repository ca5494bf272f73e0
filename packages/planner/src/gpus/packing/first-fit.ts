import {
  type Bin,
  carries,
  cheapestBin,
  costOf,
  type Packable,
  type Packed,
  taken,
} from "./packable.ts";

/**
 * First fit, the largest models first, on machines of one kind; each machine then becomes the cheapest that carries what
 * it got. Of all kinds the cheapest packing. Undefined where a model fits on no machine.
 */
export function firstFit(
  models: readonly Packable[],
  bins: readonly Bin[],
  modelsAtMost: number,
): Packed | undefined {
  let best: Packed | undefined;
  for (const kind of bins) {
    const packed = firstFitOn(models, { kind, bins, modelsAtMost });
    if (packed !== undefined && (best === undefined || costOf(packed) < costOf(best)))
      best = packed;
  }
  return best;
}

function firstFitOn(
  models: readonly Packable[],
  { kind, bins, modelsAtMost }: Readonly<{ kind: Bin; bins: readonly Bin[]; modelsAtMost: number }>,
): Packed | undefined {
  const order = models
    .map((_, index) => ({ index, size: sizeOn(kind, taken(models, [index])) }))
    .sort((one, other) => other.size - one.size || one.index - other.index);
  const groups: number[][] = [];
  for (const { index } of order) {
    const group = groups.find(
      (known) => known.length < modelsAtMost && carries(kind, taken(models, [...known, index])),
    );
    if (group !== undefined) group.push(index);
    else groups.push([index]);
  }
  const packed = groups.flatMap((group) => {
    const bin = cheapestBin(bins, taken(models, group));
    return bin === undefined ? [] : [{ bin, models: group }];
  });
  return packed.length === groups.length ? packed : undefined;
}

const sizeOn = (bin: Bin, need: Readonly<{ memoryGib: number; busiest: number }>): number =>
  Math.max(need.memoryGib / bin.memoryGib, need.busiest / bin.capacity);
