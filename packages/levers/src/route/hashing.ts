/** Spreads the bits of a 32-bit number (the finaliser of MurmurHash3, public domain). */
export function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A 32-bit hash of a pair whose order matters. */
export const mixPair = (a: number, b: number): number => mix(Math.imul(a, 0x9e3779b1) ^ mix(b));

/** A number in [0, 1) that its place in a sequence and a seed determine. */
export const uniformAt = (place: number, seed: number): number =>
  mixPair(place, seed) / 4_294_967_296;
