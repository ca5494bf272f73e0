import type { Found } from "../source.ts";

/** Enough for the steps that a piece takes to weigh nothing, and few enough to be gone before V8 collects. */
const BATCH = 100;

/** Gathers what was found into pieces of a hundred or more. */
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
