import fc from "fast-check";
import { expect, test } from "vitest";
import { dot } from "./clusters.ts";
import { mixPair, uniformAt } from "./hashing.ts";
import { neighbourDeviations, neighboursOf } from "./neighbours.ts";
import { MOST_POINTS, plainSimilarities } from "./similarities.ts";
import { DIMENSIONS } from "./text-space.ts";

const MODELS = 3;

/** The same, said plainly: row by row, and within a row model by model. */
function plainDeviations(
  { points, qualities }: ReturnType<typeof neighboursOf>,
  means: Float64Array,
  unit: Float64Array,
): Float64Array {
  const sums = new Float64Array(MODELS);
  const weights = new Float64Array(MODELS);
  for (const [row, similarity] of plainSimilarities(points, unit).entries()) {
    if (similarity < 0.3) continue;
    const square = similarity * similarity;
    for (const model of means.keys()) {
      const quality = qualities[row * MODELS + model] as number;
      if (Number.isNaN(quality)) continue;
      sums[model] =
        (sums[model] as number) + square * square * (quality - (means[model] as number));
      weights[model] = (weights[model] as number) + square * square;
    }
  }
  return sums.map((sum, model) => sum / (2 + (weights[model] as number)));
}

/** Where a prompt lies that is more or less like the others. */
const pointOf = (seed: number): Float64Array =>
  Float64Array.from({ length: DIMENSIONS }, (_, d) => uniformAt(d, seed) - 0.35);

test("what near prompts say is the same to the last bit, whichever way it is worked out", () => {
  const means = Float64Array.of(0.7, 0.5, 0.1);

  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: MOST_POINTS + 1 }), (seed, count) => {
      const rows = Array.from({ length: count }, (_, row) => ({
        point: pointOf(mixPair(seed, row)),
        qualities: Float64Array.from({ length: MODELS }, (_quality, model) =>
          uniformAt(model, row) < 0.2 ? Number.NaN : Math.round(uniformAt(row, model)),
        ),
      }));
      const neighbours = neighboursOf(rows);
      const asked = pointOf(mixPair(seed, count));
      const length = Math.sqrt(dot(asked, asked));

      expect(neighbourDeviations(neighbours, means, asked)).toEqual(
        plainDeviations(
          neighbours,
          means,
          asked.map((value) => value / length),
        ),
      );
    }),
    { numRuns: 30 },
  );
});

test("a prompt without any word that is known is near to none, and nothing is said of it", () => {
  const neighbours = neighboursOf([{ point: pointOf(1), qualities: Float64Array.of(1, 0, 1) }]);

  const said = neighbourDeviations(
    neighbours,
    Float64Array.of(0.5, 0.5, 0.5),
    new Float64Array(DIMENSIONS),
  );
  expect(said).toEqual(new Float64Array(MODELS));
});
