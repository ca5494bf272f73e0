import { lpText } from "../../solver/linear-program.ts";
import { solveProgram } from "../../solver/solve-program.ts";
import { firstFit } from "./first-fit.ts";
import { type Bin, costOf, type Packable, type Packed, worthwhile } from "./packable.ts";
import { packingProgram, readPacking } from "./packing-program.ts";

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

const RELAXED_SHARE = 0.2;

/**
 * The cheapest machines that hold all models: memory, the busiest hour of their sum, and how many may share. An integer
 * program, bounded in time. Where the time is not enough its best packing counts, or first fit's where that is cheaper, with the
 * bound that the program without whole numbers gives.
 */
export async function packModels(terms: PackingTerms): Promise<Packing> {
  const bins = worthwhile(terms.bins);
  const { models, modelsAtMost, seconds } = terms;
  const quick = firstFit(models, bins, modelsAtMost);
  if (quick === undefined) return { kind: "nothing_fits" };
  const program = packingProgram(models, bins, modelsAtMost);
  const solved = await solveProgram(lpText(program), seconds);
  switch (solved.kind) {
    case "optimal": {
      const packed = readPacking(solved.values, models, bins);
      return { kind: "packed", packed, proof: "optimal", gap: 0 };
    }
    case "out_of_time":
      return bounded(cheaper(readPacking(solved.values, models, bins), quick, models.length));
    case "infeasible":
    case "nothing_found":
      return bounded({ packed: quick, proof: "first_fit" });
    default:
      return solved satisfies never;
  }

  async function bounded(
    best: Readonly<{ packed: Packed; proof: "bounded" | "first_fit" }>,
  ): Promise<Packing> {
    const relaxed = await solveProgram(
      lpText({ ...program, binary: [] }),
      Math.max(1, seconds * RELAXED_SHARE),
    );
    const cost = costOf(best.packed);
    const gap = relaxed.kind === "optimal" ? Math.max(0, (cost - relaxed.objective) / cost) : null;
    return { kind: "packed", ...best, gap };
  }
}

/** A solution of which not every model could be read is none. */
function cheaper(found: Packed, quick: Packed, count: number) {
  const placed = found.reduce((sum, { models }) => sum + models.length, 0);
  return placed === count && costOf(found) <= costOf(quick)
    ? ({ packed: found, proof: "bounded" } as const)
    : ({ packed: quick, proof: "first_fit" } as const);
}
