import { packFew } from "./pack-few.ts";
import { type Bin, costOf, type Packable, type Packed } from "./packable.ts";

/** Models of some machines that are packed anew at once: 3^12 pairs of sets take milliseconds. */
const MOST_AT_ONCE = 12;
/** Each round takes something off the cost; a handful is what packings need. */
const MOST_ROUNDS = 50;

/** A packing of which no two or three machines could be packed for less by themselves. */
export function repack(
  packed: Packed,
  terms: Readonly<{ models: readonly Packable[]; bins: readonly Bin[]; modelsAtMost: number }>,
): Packed {
  let best = packed;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const better = cheaperNeighbour(best, terms);
    if (better === undefined) return best;
    best = better;
  }
  return best;
}

function cheaperNeighbour(
  packed: Packed,
  { models, bins, modelsAtMost }: Parameters<typeof repack>[1],
): Packed | undefined {
  for (const some of fewOf(packed)) {
    const indices = some.flatMap((group) => group.models);
    if (indices.length > MOST_AT_ONCE) continue;
    const anew = packFew(
      indices.map((index) => models[index] as Packable),
      bins,
      modelsAtMost,
    );
    if (anew === undefined || costOf(anew) >= costOf(some) - 1e-9) continue;
    return [
      ...packed.filter((group) => !some.includes(group)),
      ...anew.map(({ bin, models: of }) => ({
        bin,
        models: of.map((place) => indices[place] as number),
      })),
    ];
  }
  return undefined;
}

/** All pairs of machines, then all threes. */
function* fewOf(packed: Packed): Iterable<Packed> {
  for (const [index, one] of packed.entries()) {
    for (const other of packed.slice(index + 1)) yield [one, other];
  }
  for (const [index, one] of packed.entries()) {
    for (const [next, other] of packed.entries()) {
      if (next <= index) continue;
      for (const third of packed.slice(next + 1)) yield [one, other, third];
    }
  }
}
