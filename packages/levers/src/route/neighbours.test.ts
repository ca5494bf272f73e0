import fc from "fast-check";
import { expect, test } from "vitest";
import { neighbourDeviations, neighboursOf } from "./neighbours.ts";
import { plainSimilarities } from "./similarities.ts";
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

test("what near prompts say is the same to the last bit, whichever way it is worked out", () => {
  const point = fc
    .array(fc.integer({ min: -9, max: 12 }), { minLength: DIMENSIONS, maxLength: DIMENSIONS })
    .map((numbers) => Float64Array.from(numbers));
  const quality = fc.constantFrom(0, 0.25, 1, Number.NaN);
  const row = fc.record({
    point,
    qualities: fc
      .array(quality, { minLength: MODELS, maxLength: MODELS })
      .map((numbers) => Float64Array.from(numbers)),
  });
  const means = Float64Array.of(0.7, 0.5, 0.1);

  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 300 }), point, (rows, asked) => {
      const neighbours = neighboursOf(rows);
      const length = Math.sqrt(asked.reduce((sum, value) => sum + value * value, 0));
      const unit = length === 0 ? asked : asked.map((value) => value / length);

      expect(neighbourDeviations(neighbours, means, asked)).toEqual(
        plainDeviations(neighbours, means, unit),
      );
    }),
    { numRuns: 30 },
  );
});
