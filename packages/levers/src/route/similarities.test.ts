import fc from "fast-check";
import { expect, test } from "vitest";
import { MOST_POINTS, plainSimilarities, similaritiesTo } from "./similarities.ts";
import { DIMENSIONS } from "./text-space.ts";

const numbers = (count: number) =>
  fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }), {
    minLength: count,
    maxLength: count,
  });

/** So many points, the same for the same seed, of length 1 or not. */
const pointsOf = (rows: number, seed: number): Float32Array =>
  Float32Array.from({ length: rows * DIMENSIONS }, (_, i) => Math.sin(seed + i * 1.7));

const similarities = (points: Float32Array, point: Float64Array): Float64Array =>
  similaritiesTo(points, point).slice(0, points.length / DIMENSIONS);

test("the fast way gives what the plain one gives, to the last bit", () => {
  fc.assert(
    fc.property(
      fc.array(numbers(DIMENSIONS), { maxLength: 12 }),
      numbers(DIMENSIONS),
      (rows, to) => {
        const points = Float32Array.from(rows.flat());
        const point = Float64Array.from(to);

        expect(similarities(points, point)).toEqual(plainSimilarities(points, point));
      },
    ),
  );
});

test("there is a fast way here: what it gives back lies in one place", () => {
  const points = pointsOf(3, 1);

  const first = similaritiesTo(points, new Float64Array(DIMENSIONS));
  expect(similaritiesTo(points, new Float64Array(DIMENSIONS))).toBe(first);
});

test.each([0, 1, MOST_POINTS, MOST_POINTS + 1])("%d points are all compared with", (rows) => {
  const points = pointsOf(rows, 2);
  const point = Float64Array.from(pointsOf(1, 3));

  expect(similarities(points, point)).toEqual(plainSimilarities(points, point));
});

test("points of more pools than lie ready at a time are told apart", () => {
  const sets = Array.from({ length: 7 }, (_, seed) => pointsOf(5 + seed, seed));
  const point = Float64Array.from(pointsOf(1, 9));

  fc.assert(
    fc.property(fc.array(fc.constantFrom(...sets), { maxLength: 40 }), (asked) => {
      for (const points of asked) {
        expect(similarities(points, point)).toEqual(plainSimilarities(points, point));
      }
    }),
  );
});
