import { BUCKETS, type SparseVector } from "./ngrams.ts";

const STEPS = 12;

/** What sparse weights say of a row. */
export function sparseDot(weights: Float32Array, { places, values }: SparseVector): number {
  let sum = 0;
  for (let i = 0; i < places.length; i += 1) {
    sum += (values[i] as number) * (weights[places[i] as number] as number);
  }
  return sum;
}

/** Ridge regression on hashed n-grams, by conjugate gradients (Hestenes and Stiefel 1952). */
export function sparseRidge(
  rows: readonly SparseVector[],
  targets: readonly number[],
  ridge: number,
): Float32Array {
  const weights = new Float32Array(BUCKETS);
  const residual = new Float32Array(BUCKETS);
  for (let r = 0; r < rows.length; r += 1) {
    addScaled(residual, rows[r] as SparseVector, targets[r] as number);
  }
  const direction = Float32Array.from(residual);
  let square = squareOf(residual);
  const enough = square * 1e-6;
  for (let step = 0; step < STEPS && square > enough; step += 1) {
    const image = new Float32Array(BUCKETS);
    for (const row of rows) addScaled(image, row, sparseDot(direction, row));
    let curvature = 0;
    for (let i = 0; i < BUCKETS; i += 1) {
      image[i] = (image[i] as number) + ridge * (direction[i] as number);
      curvature += (image[i] as number) * (direction[i] as number);
    }
    const length = square / curvature;
    for (let i = 0; i < BUCKETS; i += 1) {
      weights[i] = (weights[i] as number) + length * (direction[i] as number);
      residual[i] = (residual[i] as number) - length * (image[i] as number);
    }
    const next = squareOf(residual);
    for (let i = 0; i < BUCKETS; i += 1) {
      direction[i] = (residual[i] as number) + (next / square) * (direction[i] as number);
    }
    square = next;
  }
  return weights;
}

function addScaled(sum: Float32Array, { places, values }: SparseVector, scale: number): void {
  for (let i = 0; i < places.length; i += 1) {
    const place = places[i] as number;
    sum[place] = (sum[place] as number) + scale * (values[i] as number);
  }
}

function squareOf(vector: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i += 1) sum += (vector[i] as number) ** 2;
  return sum;
}
