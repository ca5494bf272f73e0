/** A source of numbers in [0, 1); the same seed gives the same numbers. */
export type Random = () => number;

/** Spreads the bits of a 32-bit number (the finaliser of MurmurHash3). */
export function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** One 32-bit number from several, order mattering. */
export function combine(...values: readonly number[]): number {
  let hash = 0x9747b28c;
  for (const value of values) hash = mix(Math.imul(hash, 31) + value);
  return hash;
}

/** A 32-bit hash of bytes, four at a step. */
export function hashBytes(bytes: Buffer, seed: number): number {
  let hash = seed | 0;
  const whole = bytes.length & ~3;
  let place = 0;
  for (; place < whole; place += 4) {
    hash = Math.imul(hash ^ bytes.readInt32LE(place), 0x5bd1e995);
    hash ^= hash >>> 15;
  }
  for (; place < bytes.length; place += 1) {
    hash = Math.imul(hash ^ bytes.readUInt8(place), 0x01000193);
  }
  return mix(hash ^ bytes.length);
}

/** A 32-bit hash of a text. */
export function hashText(text: string, seed: number): number {
  let hash = seed | 0;
  for (let place = 0; place < text.length; place += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193);
  }
  return mix(hash ^ text.length);
}

/** A 32-bit hash of several texts, their order and bounds mattering. */
export function hashTexts(texts: readonly string[], seed: number): number {
  let hash = seed;
  for (const text of texts) hash = hashText(text, hash);
  return hash;
}

/** Numbers of the generator "mulberry32". */
export function createRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A whole number in [from, to]. */
export const between = (random: Random, from: number, to: number): number =>
  from + Math.floor(random() * (to - from + 1));

/** A draw from the normal distribution with mean 0 and deviation 1. */
function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}

/** A draw from the lognormal distribution with this median. */
export const lognormal = (random: Random, median: number, sigma: number): number =>
  median * Math.exp(sigma * normal(random));

/** One element, each as likely as the next. Throws on an empty list. */
export function pick<T>(random: Random, list: readonly T[]): T {
  const chosen = list[Math.floor(random() * list.length)];
  if (chosen === undefined) throw new RangeError("cannot pick from an empty list");
  return chosen;
}

/** One element, as likely as its weight. Throws on an empty list. */
export function pickWeighted<T extends Readonly<{ weight: number }>>(
  random: Random,
  list: readonly T[],
): T {
  const total = list.reduce((sum, entry) => sum + entry.weight, 0);
  let left = random() * total;
  for (const entry of list) {
    left -= entry.weight;
    if (left < 0) return entry;
  }
  const last = list.at(-1);
  if (last === undefined) throw new RangeError("cannot pick from an empty list");
  return last;
}
