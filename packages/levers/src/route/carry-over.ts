import type { JudgedExample } from "./judged-example.ts";
import type { QualityTable } from "./quality-table.ts";
import type { TrialTable } from "./trial-table.ts";

/** What was learned model by model: it holds whoever else is in the pool. */
export type Learned = Readonly<{
  examples: readonly JudgedExample[];
  older: readonly JudgedExample[];
  fingerprints: QualityTable;
  trials: TrialTable;
}>;

/**
 * What was learned of one pool, for another with the same reference: each model takes along what is known of it, one that
 * is new begins with nothing, and one that is gone is forgotten. What a new model would have cost on calls of before is
 * not known (NaN), so that they tell nothing of it.
 */
export function carriedOver(
  { examples, older, fingerprints, trials }: Learned,
  { from, to }: Readonly<{ from: readonly string[]; to: readonly string[] }>,
): Learned & Readonly<Record<"examples" | "older", JudgedExample[]>> {
  const places = to.map((model) => from.indexOf(model));
  const moved = (cells: Float64Array, width: number, missing: number): Float64Array =>
    Float64Array.from({ length: width * to.length }, (_, cell) => {
      const place = places[Math.floor(cell / width)] as number;
      return place < 0 ? missing : (cells[width * place + (cell % width)] as number);
    });
  const all = (cells: ReadonlyMap<string, Float64Array>, width: number) =>
    new Map([...cells].map(([key, of]) => [key, moved(of, width, 0)] as const));
  const labels = (of: readonly JudgedExample[]): JudgedExample[] =>
    of
      .map((example) => ({
        ...example,
        qualities: moved(example.qualities, 1, Number.NaN),
        costs: moved(example.costs, 1, Number.NaN),
      }))
      .filter(({ qualities }) => qualities.some((quality) => !Number.isNaN(quality)));
  return {
    examples: labels(examples),
    older: labels(older),
    fingerprints: { models: to.length, cells: all(fingerprints.cells, 2) },
    trials: all(trials, 3),
  };
}
