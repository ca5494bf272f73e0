/** How many of the nearest by sign are compared in full. */
const RERANKED = 64;

/** A room for fewer rows stays. */
const WORTH_A_COPY = 256;

export type Neighbour = Readonly<{ id: string; cosine: number }>;

/**
 * Nearest neighbours by cosine among unit vectors: a scan over their signs, then the nearest of those in full.
 * Exact in all but name up to 100,000 entries, without native code; see the bench of the caches for recall and time.
 */
export class SignIndex {
  /** Numbers in each vector: the first one that is added says it. */
  #dimensions = 0;
  /** Words of 32 signs in each. */
  #words = 0;
  #vectors = new Float32Array(0);
  #signs = new Int32Array(0);
  readonly #ids: string[] = [];
  readonly #rowOf = new Map<string, number>();

  get size(): number {
    return this.#ids.length;
  }

  /** The memory that is laid out for vectors and their signs. */
  get bytes(): number {
    return this.#vectors.byteLength + this.#signs.byteLength;
  }

  /** Adds a unit vector, or replaces the one of the same id. */
  add(id: string, vector: Float32Array): void {
    if (this.#dimensions === 0) {
      this.#dimensions = vector.length;
      this.#words = Math.ceil(vector.length / 32);
    }
    this.#check(vector);
    const known = this.#rowOf.get(id);
    const row = known ?? this.#ids.length;
    if (known === undefined) {
      this.#reserve(row + 1);
      this.#ids.push(id);
      this.#rowOf.set(id, row);
    }
    this.#vectors.set(vector, row * this.#dimensions);
    this.#signs.set(signsOf(vector, this.#words), row * this.#words);
  }

  /** Takes an entry out; the last one takes its place. */
  remove(id: string): void {
    const row = this.#rowOf.get(id);
    if (row === undefined) return;
    const last = this.#ids.length - 1;
    const moved = this.#ids[last];
    if (row !== last && moved !== undefined) {
      const [numbers, words] = [this.#dimensions, this.#words];
      this.#vectors.copyWithin(row * numbers, last * numbers, (last + 1) * numbers);
      this.#signs.copyWithin(row * words, last * words, (last + 1) * words);
      this.#ids[row] = moved;
      this.#rowOf.set(moved, row);
    }
    this.#ids.pop();
    this.#rowOf.delete(id);
    this.#release();
  }

  /** The nearest entries, nearest first; ties go to the entry that was added first. */
  nearest(vector: Float32Array, count: number): readonly Neighbour[] {
    if (this.#ids.length === 0) return [];
    this.#check(vector);
    const rows = this.#nearestBySign(signsOf(vector, this.#words), Math.max(RERANKED, count));
    const found = rows.map((row) => ({ row, cosine: this.#cosineOf(vector, row) }));
    found.sort((a, b) => b.cosine - a.cosine || a.row - b.row);
    return found.slice(0, count).map(({ row, cosine }) => ({ id: this.#ids[row] ?? "", cosine }));
  }

  /** Rows with the fewest differing signs: counted by distance first, so that no heap is needed. */
  #nearestBySign(signs: Int32Array, count: number): readonly number[] {
    const [size, dimensions, words] = [this.#ids.length, this.#dimensions, this.#words];
    const distances = new Uint16Array(size);
    const atDistance = new Uint32Array(dimensions + 1);
    const all = this.#signs;
    for (let row = 0, at = 0; row < size; row += 1, at += words) {
      let distance = 0;
      for (let word = 0; word < words; word += 1) {
        // Sums of bits in parallel; indexes are inside both arrays.
        let bits = (all[at + word] as number) ^ (signs[word] as number);
        bits -= (bits >>> 1) & 0x55555555;
        bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
        distance += (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
      }
      distances[row] = distance;
      atDistance[distance] = (atDistance[distance] as number) + 1;
    }
    let cut = 0;
    for (let seen = 0; cut < dimensions; cut += 1) {
      seen += atDistance[cut] as number;
      if (seen >= count) break;
    }
    const rows: number[] = [];
    for (let row = 0; row < size; row += 1) if ((distances[row] as number) <= cut) rows.push(row);
    return rows;
  }

  #cosineOf(vector: Float32Array, row: number): number {
    const at = row * this.#dimensions;
    return cosineOf(vector, this.#vectors.subarray(at, at + this.#dimensions));
  }

  #check({ length }: Float32Array): void {
    if (length === this.#dimensions) return;
    throw new RangeError(`A vector has ${length} numbers, ${this.#dimensions} are expected.`);
  }

  #reserve(rows: number): void {
    if (rows * this.#dimensions <= this.#vectors.length) return;
    // Most scopes hold one question or two: no room is laid out ahead for many.
    const capacity = Math.ceil(rows * 1.5);
    const vectors = new Float32Array(capacity * this.#dimensions);
    vectors.set(this.#vectors);
    this.#vectors = vectors;
    const signs = new Int32Array(capacity * this.#words);
    signs.set(this.#signs);
    this.#signs = signs;
  }

  /** Gives back room for many where few are left; what a small index has laid out is not worth a copy. */
  #release(): void {
    const capacity = this.#vectors.length / this.#dimensions;
    const rows = this.#ids.length * 2;
    if (capacity < WORTH_A_COPY || rows * 2 > capacity) return;
    this.#vectors = this.#vectors.slice(0, rows * this.#dimensions);
    this.#signs = this.#signs.slice(0, rows * this.#words);
  }
}

/** The cosine of two unit vectors. */
export function cosineOf(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) {
    sum += (a[index] as number) * (b[index] as number);
  }
  return sum;
}

function signsOf(vector: Float32Array, words: number): Int32Array {
  const signs = new Int32Array(words);
  for (let index = 0; index < vector.length; index += 1) {
    if ((vector[index] as number) > 0) {
      const word = index >>> 5;
      signs[word] = (signs[word] as number) | (1 << (index & 31));
    }
  }
  return signs;
}
