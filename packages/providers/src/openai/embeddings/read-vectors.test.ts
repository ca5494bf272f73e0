import { expect, test } from "vitest";
import { readEmbeddingVectors } from "./read-vectors.ts";

const answer = (...data: readonly object[]): Buffer => Buffer.from(JSON.stringify({ data }));
const at = (index: number, ...embedding: readonly unknown[]) => ({ index, embedding });

test("vectors come in the order of their texts, whatever order they were sent in, and of unit length", () => {
  const vectors = readEmbeddingVectors(answer(at(1, 0, 5), at(0, 3, 4)), {
    count: 2,
    dimensions: 2,
  });

  expect(vectors.map((vector) => [...vector])).toEqual([
    [Math.fround(0.6), Math.fround(0.8)],
    [0, 1],
  ]);
});

test.each<[string, Buffer, string]>([
  ["one vector too few", answer(at(0, 1, 0)), "1 vectors came for 2 texts"],
  ["two vectors of one text", answer(at(0, 1, 0), at(0, 1, 0)), "two vectors came for text 0"],
  ["a vector of no text", answer(at(0, 1, 0), at(2, 1, 0)), "without the place of its text"],
  ["a vector without a place", answer(at(0, 1, 0), { embedding: [1, 0] }), "without the place"],
  ["other dimensions", answer(at(0, 1, 0, 0), at(1, 1, 0)), "has 3 numbers, 2 are expected"],
  ["no list", answer(at(0, 1, 0), { index: 1, embedding: "AAAA" }), "has 0 numbers"],
  ["null for NaN", answer(at(0, 1, null), at(1, 1, 0)), "is no number"],
  ["a zero vector", answer(at(0, 0, 0), at(1, 1, 0)), "has no direction"],
  [
    "a number beyond reach",
    Buffer.from('{"data":[{"index":0,"embedding":[1e999,0]},{"index":1,"embedding":[1,0]}]}'),
    "has no direction",
  ],
  ["a bare NaN", Buffer.from('{"data":[{"index":0,"embedding":[NaN]}]}'), "is not JSON"],
  ["an HTML page", Buffer.from("<html>"), "is not JSON"],
  ["a list", Buffer.from("[]"), "is no JSON object"],
])("an answer with %s is refused, and why", (_what, body, why) => {
  expect(() => readEmbeddingVectors(body, { count: 2, dimensions: 2 })).toThrow(why);
});
