/** Counts and sums of quality by key and model, in which what is old counts less. Plain data. */
export type QualityTable = {
  readonly models: number;
  /** By key: count and sum of each model in turn. */
  readonly cells: Map<string, Float64Array>;
};

export const emptyTable = (models: number): QualityTable => ({ models, cells: new Map() });

/** A key's cells, made at its first label. */
export function labelCells(
  table: Map<string, Float64Array>,
  key: string,
  length: number,
): Float64Array {
  const known = table.get(key);
  if (known !== undefined) return known;
  const made = new Float64Array(length);
  table.set(key, made);
  return made;
}

/**
 * Takes note of what models were worth (NaN: not tried). What the key's cells held before is kept at the share
 * `kept`, so they remember 1 / (1 − kept) labels.
 */
export function noteQualities(
  table: QualityTable,
  key: string,
  { qualities, kept }: Readonly<{ qualities: Float64Array; kept: number }>,
): void {
  const cells = labelCells(table.cells, key, 2 * table.models);
  for (let model = 0; model < table.models; model += 1) {
    const quality = qualities[model] as number;
    if (Number.isNaN(quality)) continue;
    cells[2 * model] = kept * (cells[2 * model] as number) + 1;
    cells[2 * model + 1] = kept * (cells[2 * model + 1] as number) + quality;
  }
}

/** How many labels a model has under a key, those that fade counted by what is left of them. */
export const labelsOf = (table: QualityTable, key: string, model: number): number =>
  table.cells.get(key)?.[2 * model] ?? 0;

/**
 * A model's mean quality under a key, drawn towards what is expected without it by as many pseudo-labels: the
 * posterior mean of a Beta or normal prior of that weight (empirical Bayes).
 */
export function shrunkMean(
  table: QualityTable,
  key: string,
  {
    model,
    expected,
    pseudoLabels,
  }: Readonly<{ model: number; expected: number; pseudoLabels: number }>,
): number {
  const cells = table.cells.get(key);
  if (cells === undefined) return expected;
  const count = cells[2 * model] as number;
  return ((cells[2 * model + 1] as number) + pseudoLabels * expected) / (count + pseudoLabels);
}
