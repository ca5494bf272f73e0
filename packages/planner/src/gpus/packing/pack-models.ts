import { lpText } from "../../solver/linear-program.ts";
import { solveProgram } from "../../solver/solve-program.ts";
import { firstFit } from "./first-fit.ts";
import { MOST_BY_SETS, packFew } from "./pack-few.ts";
import { type Bin, costOf, type Packable, type Packed, taken, worthwhile } from "./packable.ts";
import { packingProgram, readPacking } from "./packing-program.ts";
import { repack } from "./repack.ts";

export type PackingTerms = Readonly<{
  models: readonly Packable[];
  bins: readonly Bin[];
  modelsAtMost: number;
  seconds: number;
}>;

export type Packing =
  | Readonly<{
      kind: "packed";
      packed: Packed;
      proof: "optimal" | "bounded" | "first_fit";
      /** How much cheaper the optimum could be at most, as a share; 0 where it is optimal, null where no bound is known. */
      gap: number | null;
    }>
  | Readonly<{ kind: "nothing_fits" }>;

/**
 * The cheapest machines that hold all models: memory, the busiest hour of their sum, and how many may share. A few models are
 * packed by all their sets; more by first fit, whose machines are packed anew by twos and threes, and an integer program that is
 * bounded in time. Where the time is not enough the cheaper of both counts.
 */
export async function packModels(terms: PackingTerms): Promise<Packing> {
  const bins = worthwhile(terms.bins);
  const { models, modelsAtMost } = terms;
  if (models.length <= MOST_BY_SETS) {
    const packed = packFew(models, bins, modelsAtMost);
    return packed === undefined
      ? { kind: "nothing_fits" }
      : { kind: "packed", packed, proof: "optimal", gap: 0 };
  }
  const quick = firstFit(models, bins, modelsAtMost);
  if (quick === undefined) return { kind: "nothing_fits" };
  return packMany({ ...terms, bins }, repack(quick, { models, bins, modelsAtMost }));
}

const MOST_ROUNDS = 20;

/**
 * By an integer program that at first looks at few hours: each model's busiest, and that of all together. Hours that its
 * packing breaks are added, and it is asked again. It looks for packings cheaper than the best one known alone: where there is
 * none, the known one is the optimum.
 */
async function packMany(terms: PackingTerms, quick: Packed): Promise<Packing> {
  const { models, bins, modelsAtMost, seconds } = terms;
  const endMs = performance.now() + seconds * 1000;
  const hours = new Set(firstHours(models));
  let best: Readonly<{ packed: Packed; proof: "bounded" | "first_fit" }> = {
    packed: quick,
    proof: "first_fit",
  };
  /** A packing that is cheaper on the hours looked at costs at least this. */
  let least: number | undefined;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const left = (endMs - performance.now()) / 1000;
    if (left <= 0) break;
    const program = packingProgram(models, bins, {
      modelsAtMost,
      hours: [...hours],
      below: costOf(best.packed),
    });
    const solved = await solveProgram(lpText(program), left);
    if (solved.kind === "infeasible")
      return { kind: "packed", packed: best.packed, proof: "optimal", gap: 0 };
    if (solved.kind === "nothing_found") break;
    const found = readPacking(solved.values, models, bins);
    if (isPacking(found, terms) && costOf(found) < costOf(best.packed))
      best = { packed: found, proof: "bounded" };
    if (solved.kind === "out_of_time") break;
    least = solved.objective;
    // The machines that it chose carry what it put on them in every hour: nothing is cheaper.
    if (costOf(best.packed) <= least + 1e-9)
      return { kind: "packed", packed: best.packed, proof: "optimal", gap: 0 };
    for (const group of found) hours.add(busiestHour(models, group.models));
  }
  const cost = costOf(best.packed);
  const bound = least ?? (await relaxedCost(terms, [...hours]));
  return {
    kind: "packed",
    ...best,
    gap: bound === undefined ? null : Math.max(0, (cost - bound) / cost),
  };
}

const RELAXED_SECONDS = 3;

/** What parts of models on parts of machines would cost: no packing costs less. Undefined where the time is not enough. */
async function relaxedCost(
  { models, bins, modelsAtMost }: PackingTerms,
  hours: readonly number[],
): Promise<number | undefined> {
  const below = bins.reduce((sum, { cost }) => sum + cost, 1) * models.length;
  const program = packingProgram(models, bins, { modelsAtMost, hours, below });
  const solved = await solveProgram(lpText({ ...program, binary: [] }), RELAXED_SECONDS);
  return solved.kind === "optimal" ? solved.objective : undefined;
}

const firstHours = (models: readonly Packable[]): readonly number[] => [
  busiestHour(
    models,
    models.map((_, index) => index),
  ),
  ...models.map((_, index) => busiestHour(models, [index])),
];

function busiestHour(models: readonly Packable[], of: readonly number[]): number {
  const { hours } = taken(models, of);
  return hours.reduce((best, value, hour) => (value > (hours[best] as number) ? hour : best), 0);
}

/** Out of time there may be no whole numbers: what is not each model once, and no more together than may, is no packing. */
function isPacking(found: Packed, { models, modelsAtMost }: PackingTerms): boolean {
  const placed = found.flatMap((group) => group.models);
  return (
    placed.length === models.length &&
    new Set(placed).size === models.length &&
    found.every((group) => group.models.length <= modelsAtMost)
  );
}
