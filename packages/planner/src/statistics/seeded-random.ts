/** Numbers from 0 to below 1 that a seed decides alone (mulberry32): what is sampled twice is the same twice. */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One of so many places, each as likely as the others. */
export const pickPlace = (random: () => number, count: number): number =>
  Math.floor(random() * count);
