import fc from "fast-check";
import { expect, test } from "vitest";
import { mix, mixPair } from "./hashing.ts";
import { BUCKETS, ngramsOf } from "./ngrams.ts";
import { type ScannedPrompt, scanPrompt } from "./scan-prompt.ts";

/** The same, said plainly. */
function plainNgrams({ words, stems }: ScannedPrompt) {
  const counts = new Map<number, number>();
  const count = (hash: number) => counts.set(hash % BUCKETS, (counts.get(hash % BUCKETS) ?? 0) + 1);
  for (const [index, word] of words.entries()) {
    count(mix(word));
    const before = words[index - 1] ?? 0;
    if (before !== 0) count(mixPair(before, word));
  }
  for (const stem of stems) count(mix(stem));
  const sorted = [...counts].sort(([a], [b]) => a - b);
  return {
    places: Uint16Array.from(sorted, ([place]) => place),
    values: Float32Array.from(sorted, ([, often]) => 1 + Math.log(often)),
  };
}

test("words, stems and pairs are counted, each place once and in rising order", () => {
  fc.assert(
    fc.property(fc.lorem({ maxCount: 400 }), fc.string({ unit: "binary" }), (text, other) => {
      const scanned = scanPrompt(text + other);

      expect(ngramsOf(scanned)).toEqual(plainNgrams(scanned));
    }),
  );
});

test("a word that stands there a thousand times is counted a thousand times, and nothing of it is left", () => {
  const scanned = scanPrompt("again ".repeat(1_000));

  const first = ngramsOf(scanned);
  expect(first).toEqual(plainNgrams(scanned));
  expect(ngramsOf(scanned)).toEqual(first);
  expect(ngramsOf(scanPrompt(""))).toEqual({
    places: new Uint16Array(),
    values: new Float32Array(),
  });
});
