/** A hundred megabytes at most: a number and a count each, in tables that are half empty. */
const MOST_REMEMBERED = 4_000_000;
const FIRST_SLOTS = 1024;
/** What of a digest is a whole number that a double holds exactly: 52 bits. */
const DIGITS = 13;

/** Which of the rows that say the same a row is; whether those behind it can no longer be told apart. */
export type Occurrence = Readonly<{ occurrence: number; isForgotten: boolean }>;

/**
 * Counts rows that say the same, so that each is told from the others while the order of other rows does not
 * matter: the same rows are in two exports of one month. Memory is bounded: after four million different rows of one
 * file, rows that are new and alike are one, so that what both exports have still counts once.
 */
export class Occurrences {
  readonly #most: number;
  /** Open addressing; 0 is an empty slot. */
  #keys = new Float64Array(FIRST_SLOTS);
  #counts = new Uint32Array(FIRST_SLOTS);
  #size = 0;

  constructor(most: number = MOST_REMEMBERED) {
    this.#most = most;
  }

  /** @param digest what a row says, as hexadecimal digits of a hash */
  next(digest: string): Occurrence {
    const key = Number.parseInt(digest.slice(0, DIGITS), 16) + 1;
    const slot = slotOf(this.#keys, key);
    if (this.#keys[slot] === 0) {
      if (this.#size >= this.#most) return { occurrence: 1, isForgotten: true };
      this.#keys[slot] = key;
      this.#counts[slot] = 1;
      this.#size += 1;
      if (this.#size * 2 > this.#keys.length) this.#grow();
      return { occurrence: 1, isForgotten: false };
    }
    const occurrence = (this.#counts[slot] ?? 0) + 1;
    this.#counts[slot] = occurrence;
    return { occurrence, isForgotten: false };
  }

  #grow(): void {
    const [keys, counts] = [this.#keys, this.#counts];
    this.#keys = new Float64Array(keys.length * 2);
    this.#counts = new Uint32Array(keys.length * 2);
    for (const [index, key] of keys.entries()) {
      if (key === 0) continue;
      const slot = slotOf(this.#keys, key);
      this.#keys[slot] = key;
      this.#counts[slot] = counts[index] ?? 0;
    }
  }
}

/** Where a key stands, or the empty slot where it would. */
function slotOf(keys: Float64Array, key: number): number {
  let slot = key % keys.length;
  while (keys[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) % keys.length;
  return slot;
}
