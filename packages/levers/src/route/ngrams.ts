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
  let before = 0;
  for (const word of words) {
    count(mix(word) & MASK);
    if (before !== 0) count(mixPair(before, word) & MASK);
    before = word;
  }
  for (const stem of stems) count(mix(stem) & MASK);
  return takeCounted();
}

/** How often each place was counted, and which were, a bit each: kept from prompt to prompt, and all nought between them. */
const counts = new Uint32Array(BUCKETS);
const counted = new Int32Array(BUCKETS / 32);
let distinct = 0;

function count(place: number): void {
  const known = counts[place] as number;
  counts[place] = known + 1;
  if (known > 0) return;
  distinct += 1;
  counted[place >> 5] = (counted[place >> 5] as number) | (1 << (place & 31));
}

/** The places that were counted, in rising order as their bits lie: nothing is sorted. */
function takeCounted(): SparseVector {
  const places = new Uint16Array(distinct);
  const values = new Float32Array(distinct);
  distinct = 0;
  let filled = 0;
  for (let group = 0; group < counted.length; group += 1) {
    let bits = counted[group] as number;
    if (bits === 0) continue;
    counted[group] = 0;
    for (; bits !== 0; bits &= bits - 1) {
      const place = group * 32 + 31 - Math.clz32(bits & -bits);
      const often = counts[place] as number;
      counts[place] = 0;
      places[filled] = place;
      values[filled] = often < logged.length ? (logged[often] as number) : 1 + Math.log(often);
      filled += 1;
    }
  }
  return { places, values };
}
