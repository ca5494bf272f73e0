import { mix, mixPair } from "./hashing.ts";
import type { ScannedPrompt } from "./scan-prompt.ts";

/** How many places hashed words share. */
export const BUCKETS = 16_384;
/** BUCKETS is a power of two: the last bits of a hash are its remainder. */
const MASK = BUCKETS - 1;

/** What is not nought of a vector: places in rising order, and their values. */
export type SparseVector = Readonly<{ places: Uint16Array; values: Float32Array }>;

/** 1 + ln of counts: nearly all are small. */
const logged = Float64Array.from({ length: 256 }, (_, count) => 1 + Math.log(count));

/**
 * How often words, their first letters and pairs of neighbours come up, hashed into `BUCKETS` places, as 1 + ln of the
 * count. Words that a hash throws together share their weight.
 */
export function ngramsOf({ words, stems }: ScannedPrompt): SparseVector {
  const all = new Uint16Array(words.length * 2 + stems.length);
  let length = 0;
  let before = 0;
  for (const word of words) {
    all[length++] = mix(word) & MASK;
    if (before !== 0) all[length++] = mixPair(before, word) & MASK;
    before = word;
  }
  for (const stem of stems) all[length++] = mix(stem) & MASK;
  const sorted = all.subarray(0, length).sort();
  const places = new Uint16Array(length);
  const values = new Float32Array(length);
  let filled = 0;
  for (let i = 0; i < length; ) {
    const place = sorted[i] as number;
    const from = i;
    while (i < length && sorted[i] === place) i += 1;
    places[filled] = place;
    const count = i - from;
    values[filled] = count < logged.length ? (logged[count] as number) : 1 + Math.log(count);
    filled += 1;
  }
  return { places: places.slice(0, filled), values: values.slice(0, filled) };
}
