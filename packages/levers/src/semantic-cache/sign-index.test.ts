import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cosineOf, SignIndex } from "./sign-index.ts";

/** A vector of unit length from a seed: a sine of its own for each number. */
function vectorOf(seed: number, noise = 0, ofNoise = 0, dimensions = 512): Float32Array {
  const vector = new Float32Array(dimensions);
  for (let index = 0; index < dimensions; index += 1) {
    vector[index] =
      Math.sin(seed * 12.9898 + index * 78.233 + seed * index) +
      noise * Math.sin(ofNoise * 3.7 + index * 1.93 + ofNoise * index);
  }
  const length = Math.sqrt(cosineOf(vector, vector));
  return vector.map((value) => value / length);
}

describe("SignIndex", () => {
  it("finds the entry that a full comparison of all finds", () => {
    const index = new SignIndex();
    const vectors = Array.from({ length: 500 }, (_, seed) => vectorOf(seed));
    for (const [seed, vector] of vectors.entries()) index.add(String(seed), vector);
    for (let seed = 0; seed < 500; seed += 7) {
      const asked = vectorOf(seed, 0.6, seed + 1_000);
      const best = vectors
        .map((vector, id) => ({ id: String(id), cosine: cosineOf(asked, vector) }))
        .sort((a, b) => b.cosine - a.cosine)[0];

      expect(index.nearest(asked, 1)[0]).toEqual(best);
    }
  });

  it("holds just what was added and not removed", () => {
    const steps = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 15 })), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(steps, (actions) => {
        const index = new SignIndex();
        const held = new Set<string>();
        for (const [isAdded, seed] of actions) {
          const id = String(seed);
          if (isAdded) {
            index.add(id, vectorOf(seed));
            held.add(id);
          } else {
            index.remove(id);
            held.delete(id);
          }
        }

        expect(index.size).toBe(held.size);
        expect(new Set(index.nearest(vectorOf(3), 20).map(({ id }) => id))).toEqual(held);
        for (const id of held) {
          expect(index.nearest(vectorOf(Number(id)), 1)[0]?.id).toBe(id);
        }
      }),
    );
  });

  it("gives the nearest first, and of two alike the one that came first", () => {
    const index = new SignIndex();
    index.add("other", vectorOf(1));
    index.add("first", vectorOf(2));
    index.add("second", vectorOf(2));

    expect(index.nearest(vectorOf(2), 3).map(({ id }) => id)).toEqual(["first", "second", "other"]);
  });

  it("gives back the room of entries that are gone, and finds the others", () => {
    const index = new SignIndex();
    for (let seed = 0; seed < 1_000; seed += 1) index.add(String(seed), vectorOf(seed));
    const full = index.bytes;
    for (let seed = 3; seed < 1_000; seed += 1) index.remove(String(seed));

    expect(index.bytes).toBeLessThan(full / 4);
    expect(index.nearest(vectorOf(2), 1)[0]?.id).toBe("2");
    index.add("new", vectorOf(2_000));
    expect(index.nearest(vectorOf(2_000), 1)[0]?.id).toBe("new");
  });

  it("refuses a vector of another model", () => {
    const index = new SignIndex();
    index.add("a", vectorOf(1));

    expect(() => index.add("b", new Float32Array(384))).toThrow("384 numbers, 512");
    expect(() => index.nearest(new Float32Array(384), 1)).toThrow("384 numbers, 512");
  });

  it.each([1, 31, 100, 1_536])(
    "holds vectors of %d numbers, whatever the size of a word",
    (dimensions) => {
      const index = new SignIndex();
      const vectors = Array.from({ length: 100 }, (_, seed) => vectorOf(seed, 0, 0, dimensions));
      for (const [seed, vector] of vectors.entries()) index.add(String(seed), vector);
      index.remove("0");

      const [own] = index.nearest(vectors[7] as Float32Array, 1);
      expect(own?.cosine).toBeCloseTo(1, 5);
      expect(index.nearest(vectors[99] as Float32Array, 99).map(({ id }) => id)).not.toContain("0");
    },
  );
});
