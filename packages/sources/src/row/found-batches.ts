import type { Found } from "../source.ts";

const BATCH = 1000;

/** Gathers what was found into pieces of a thousand. */
export async function* inBatches(
  pieces: AsyncIterable<readonly Found[]>,
): AsyncIterable<readonly Found[]> {
  let batch: Found[] = [];
  for await (const piece of pieces) {
    for (const found of piece) batch.push(found);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
