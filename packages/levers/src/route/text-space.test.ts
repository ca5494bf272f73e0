import { expect, test } from "vitest";
import { dot } from "./clusters.ts";
import { readPrompt } from "./example.ts";
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
