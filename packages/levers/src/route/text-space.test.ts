import fc from "fast-check";
import { expect, test } from "vitest";
import { dot } from "./clusters.ts";
import { readPrompt } from "./example.ts";
import { BUCKETS } from "./ngrams.ts";
import { DIMENSIONS, learnTextSpace, project, weighted } from "./text-space.ts";

const prompts = Array.from({ length: 80 }, (_, place) =>
  readPrompt(
    place % 2 === 0
      ? `the sum of ${place} and ${place * 7} is a number`
      : `a letter to the guest in room ${place} of our hotel`,
  ),
);

test("directions are of length 1, or nought where prompts do not differ so much", () => {
  const { directions } = learnTextSpace(prompts.map(({ ngrams }) => ngrams));

  for (let d = 0; d < DIMENSIONS; d += 1) {
    let square = 0;
    for (let i = d; i < directions.length; i += DIMENSIONS)
      square += (directions[i] as number) ** 2;
    expect(Math.min(Math.abs(square - 1), square)).toBeLessThan(1e-3);
  }
});

test("prompts of one kind lie nearer to each other than to the other kind; the same prompts give the same space", () => {
  const space = learnTextSpace(prompts.map(({ ngrams }) => ngrams));
  const points = prompts.map(({ ngrams }) => project(space, weighted(space, ngrams)));
  const [sum, letter, otherSum] = points as [Float64Array, Float64Array, Float64Array];

  expect(dot(sum, otherSum)).toBeGreaterThan(dot(sum, letter) + 0.1);
  const again = learnTextSpace(prompts.map(({ ngrams }) => ngrams));
  expect(Buffer.from(again.directions.buffer).equals(Buffer.from(space.directions.buffer))).toBe(
    true,
  );
});

test("a point is the sum of its places' directions, each times its value, added in the order of the places", () => {
  const directions = Float32Array.from({ length: BUCKETS * DIMENSIONS }, (_, i) => Math.sin(i));
  const row = fc.array(
    fc.tuple(fc.nat(BUCKETS - 1), fc.float({ noNaN: true, noDefaultInfinity: true })),
    { maxLength: 60 },
  );

  fc.assert(
    fc.property(row, (sparse) => {
      const places = Uint16Array.from(sparse, ([place]) => place);
      const values = Float32Array.from(sparse, ([, value]) => value);

      const point = new Float64Array(DIMENSIONS);
      for (const [i, place] of places.entries()) {
        for (const d of point.keys()) {
          point[d] =
            (point[d] as number) +
            (values[i] as number) * (directions[place * DIMENSIONS + d] as number);
        }
      }
      expect(project({ directions }, { places, values })).toEqual(point);
    }),
  );
});
