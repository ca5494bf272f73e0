import { factorised } from "../solve-symmetric.ts";
import { mixPair } from "./hashing.ts";
import { BUCKETS, type SparseVector } from "./ngrams.ts";

export const DIMENSIONS = 48;
const POWER_STEPS = 3;

/**
 * Where prompts lie: hashed n-grams weighted by how rare they are, and the few directions in which most of them
 * differ (latent semantic analysis). It is learned of prompts alone, without a label.
 */
export type TextSpace = Readonly<{
  /** The weight of each place: ln((1 + prompts) / (1 + prompts with it)) + 1. */
  rarity: Float32Array;
  /** `BUCKETS` rows of `DIMENSIONS`; its columns are of length 1 and at right angles. */
  directions: Float32Array;
}>;

/** The n-grams weighted, brought to length 1. */
export function weighted(
  { rarity }: Pick<TextSpace, "rarity">,
  ngrams: SparseVector,
): SparseVector {
  const values = new Float32Array(ngrams.values.length);
  let square = 0;
  for (let i = 0; i < values.length; i += 1) {
    const value = (ngrams.values[i] as number) * (rarity[ngrams.places[i] as number] as number);
    values[i] = value;
    square += value * value;
  }
  const scale = square === 0 ? 0 : 1 / Math.sqrt(square);
  for (let i = 0; i < values.length; i += 1) values[i] = (values[i] as number) * scale;
  return { places: ngrams.places, values };
}

/** Where a weighted prompt lies; shorter than 1 by what no direction holds. */
export function project(
  { directions }: Pick<TextSpace, "directions">,
  row: SparseVector,
): Float64Array {
  const { places, values } = row;
  const point = new Float64Array(DIMENSIONS);
  // Eight sums at a time, which a processor holds beside each other: one after the other they would go through memory.
  for (let d = 0; d < DIMENSIONS; d += 8) {
    let a = 0;
    let b = 0;
    let c = 0;
    let e = 0;
    let f = 0;
    let g = 0;
    let h = 0;
    let k = 0;
    for (let i = 0; i < places.length; i += 1) {
      const at = (places[i] as number) * DIMENSIONS + d;
      const value = values[i] as number;
      a += value * (directions[at] as number);
      b += value * (directions[at + 1] as number);
      c += value * (directions[at + 2] as number);
      e += value * (directions[at + 3] as number);
      f += value * (directions[at + 4] as number);
      g += value * (directions[at + 5] as number);
      h += value * (directions[at + 6] as number);
      k += value * (directions[at + 7] as number);
    }
    point[d] = a;
    point[d + 1] = b;
    point[d + 2] = c;
    point[d + 3] = e;
    point[d + 4] = f;
    point[d + 5] = g;
    point[d + 6] = h;
    point[d + 7] = k;
  }
  return point;
}

/**
 * Learns the space of prompts. The directions are found by subspace iteration from fixed signs (Halko, Martinsson and
 * Tropp, "Finding structure with randomness", arXiv 0909.4061), so that the same prompts give the same space.
 */
export function learnTextSpace(prompts: readonly SparseVector[]): TextSpace {
  const seen = new Float64Array(BUCKETS);
  for (const { places } of prompts) {
    for (const place of places) seen[place] = (seen[place] as number) + 1;
  }
  const rarity = Float32Array.from(
    seen,
    (count) => Math.log((1 + prompts.length) / (1 + count)) + 1,
  );
  const rows = prompts.map((ngrams) => weighted({ rarity }, ngrams));
  let directions = new Float32Array(BUCKETS * DIMENSIONS);
  for (let i = 0; i < directions.length; i += 1) directions[i] = mixPair(i, 7) % 2 === 0 ? 1 : -1;
  for (let step = 0; step < POWER_STEPS; step += 1) {
    const next = new Float32Array(BUCKETS * DIMENSIONS);
    for (const row of rows) addOuter(next, row, project({ directions }, row));
    orthonormalise(next);
    directions = next;
  }
  return { rarity, directions };
}

function addOuter(sum: Float32Array, { places, values }: SparseVector, point: Float64Array): void {
  for (let i = 0; i < places.length; i += 1) {
    const base = (places[i] as number) * DIMENSIONS;
    const value = values[i] as number;
    for (let d = 0; d < DIMENSIONS; d += 1) {
      sum[base + d] = (sum[base + d] as number) + value * (point[d] as number);
    }
  }
}

/**
 * Brings columns to length 1 and right angles, in place, by Cholesky's factor of their products: two passes over the rows
 * where Gram and Schmidt need one a pair. A column that the others hold becomes nought.
 */
function orthonormalise(columns: Float32Array): void {
  const products = new Float64Array(DIMENSIONS * DIMENSIONS);
  for (let base = 0; base < columns.length; base += DIMENSIONS) {
    for (let i = 0; i < DIMENSIONS; i += 1) {
      const value = columns[base + i] as number;
      if (value === 0) continue;
      for (let j = 0; j <= i; j += 1) {
        const at = i * DIMENSIONS + j;
        products[at] = (products[at] as number) + value * (columns[base + j] as number);
      }
    }
  }
  const factor = factorised(products, DIMENSIONS);
  const least = 1e-5 * (factor[0] as number);
  const row = new Float64Array(DIMENSIONS);
  for (let base = 0; base < columns.length; base += DIMENSIONS) {
    for (let i = 0; i < DIMENSIONS; i += 1) {
      const diagonal = factor[i * DIMENSIONS + i] as number;
      let value = columns[base + i] as number;
      for (let j = 0; j < i; j += 1) {
        value -= (factor[i * DIMENSIONS + j] as number) * (row[j] as number);
      }
      row[i] = diagonal <= least ? 0 : value / diagonal;
      columns[base + i] = row[i] as number;
    }
  }
}
