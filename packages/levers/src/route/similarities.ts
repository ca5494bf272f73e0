import { similarityModule } from "./similarity-module.ts";
import { DIMENSIONS } from "./text-space.ts";

/** With so many points one is compared at most. */
export const MOST_POINTS = 1_500;
/** Of so many sets of points, those that were asked of last, a copy lies ready: a set is one pool's. */
const SETS = 4;
const SIMILARITIES_AT = DIMENSIONS * Float64Array.BYTES_PER_ELEMENT;
const SETS_AT = SIMILARITIES_AT + MOST_POINTS * Float64Array.BYTES_PER_ELEMENT;
const POINT_BYTES = DIMENSIONS * Float32Array.BYTES_PER_ELEMENT;
const SET_BYTES = MOST_POINTS * POINT_BYTES;
const PAGES = Math.ceil((SETS_AT + SETS * SET_BYTES) / 65_536);

/**
 * By how much a point lies in the direction of each of others: `points`, `DIMENSIONS` numbers each, one after the other.
 * What is given back is the caller's until the next call. The others must not change once they were asked of.
 */
export function similaritiesTo(points: Float32Array, point: Float64Array): Float64Array {
  prepared ??= prepare();
  if (prepared === "plain" || points.length > MOST_POINTS * DIMENSIONS || points.length === 0) {
    return plainSimilarities(points, point);
  }
  const begin = SETS_AT + SET_BYTES * copyOf(points, prepared);
  prepared.point.set(point);
  prepared.similarities(begin, begin + points.byteLength, SIMILARITIES_AT);
  return prepared.results;
}

/** The same without WebAssembly, and what the fast way is held against. */
export function plainSimilarities(points: Float32Array, point: Float64Array): Float64Array {
  const similarities = new Float64Array(points.length / DIMENSIONS);
  for (let row = 0, at = 0; row < similarities.length; row += 1) {
    // Four sums side by side: one alone waits for each addition before the next. DIMENSIONS is a multiple of four.
    let a = 0;
    let b = 0;
    let c = 0;
    let e = 0;
    for (let d = 0; d < DIMENSIONS; d += 4, at += 4) {
      a += (points[at] as number) * (point[d] as number);
      b += (points[at + 1] as number) * (point[d + 1] as number);
      c += (points[at + 2] as number) * (point[d + 2] as number);
      e += (points[at + 3] as number) * (point[d + 3] as number);
    }
    similarities[row] = a + b + c + e;
  }
  return similarities;
}

/** The little of WebAssembly that is used: its types come with a browser's only. */
declare const WebAssembly:
  | Readonly<{
      validate: (bytes: Uint8Array) => boolean;
      Module: new (bytes: Uint8Array) => object;
      Instance: new (module: object) => Readonly<{ exports: unknown }>;
    }>
  | undefined;

type Exports = Readonly<{
  memory: Readonly<{ buffer: ArrayBuffer }>;
  similarities: (from: number, to: number, out: number) => void;
}>;

type Copy = {
  readonly place: number;
  readonly points: Float32Array;
  /** Whose copy it is; a set that nobody else holds is not held by it. */
  of: WeakRef<Float32Array> | undefined;
};

/** A thread's memory for all of its pools. It never grows, so that the views on it hold. */
type Prepared = Readonly<{
  similarities: Exports["similarities"];
  point: Float64Array;
  results: Float64Array;
  /** The one that was asked of last comes first. */
  copies: Copy[];
}>;

let prepared: Prepared | "plain" | undefined;

function prepare(): Prepared | "plain" {
  if (typeof WebAssembly === "undefined") return "plain";
  const bytes = similarityModule(DIMENSIONS, PAGES);
  // Old processors lack the instructions.
  if (!WebAssembly.validate(bytes)) return "plain";
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
    const { memory, similarities } = exports as Exports;
    return {
      similarities,
      point: new Float64Array(memory.buffer, 0, DIMENSIONS),
      results: new Float64Array(memory.buffer, SIMILARITIES_AT, MOST_POINTS),
      copies: Array.from({ length: SETS }, (_, place) => ({
        place,
        points: new Float32Array(
          memory.buffer,
          SETS_AT + place * SET_BYTES,
          MOST_POINTS * DIMENSIONS,
        ),
        of: undefined,
      })),
    };
  } catch (error) {
    // A process whose addresses are limited has no room for the memory: what comes out is the same, only later.
    if (error instanceof RangeError) return "plain";
    throw error;
  }
}

/** The place of a set's copy, which is made where there is none. */
function copyOf(points: Float32Array, { copies }: Prepared): number {
  const known = copies.findIndex(({ of }) => of?.deref() === points);
  if (known === 0) return (copies[0] as Copy).place;
  const [copy] = copies.splice(known === -1 ? copies.length - 1 : known, 1) as [Copy];
  copies.unshift(copy);
  if (known === -1) {
    copy.points.set(points);
    copy.of = new WeakRef(points);
  }
  return copy.place;
}
