/**
 * A number as WebAssembly writes it: seven bits a byte, the lowest first. Read as a signed one it is the same where the last
 * byte is below 64, as it is for all that are written here.
 */
function number(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  for (; left > 127; left >>>= 7) bytes.push((left & 127) | 128);
  return [...bytes, left];
}

const sized = (body: readonly number[]): number[] => [...number(body.length), ...body];
const section = (id: number, body: readonly number[]): number[] => [id, ...sized(body)];
const named = (name: string): number[] => sized([...Buffer.from(name)]);

const I32 = 0x7f;
const V128 = 0x7b;

// What the function is given, and what it keeps beside it.
const [from, to, out, even, odd] = [0, 1, 2, 3, 4] as const;
type Local = 0 | 1 | 2 | 3 | 4;

const get = (local: Local): number[] => [0x20, local];
const set = (local: Local): number[] => [0x21, local];
const constant = (value: number): number[] => [0x41, ...number(value)];
const simd = (operation: number): number[] => [0xfd, ...number(operation)];
const lane = (sum: Local, place: 0 | 1): number[] => [...get(sum), ...simd(0x21), place];
/** Loads say by which power of two they are aligned (a hint), and how far behind an address they begin. */
const twoFloats = (offset: number): number[] => [...simd(0x5d), 2, ...number(offset)];
const twoDoubles = (offset: number): number[] => [...simd(0x00), 3, ...number(offset)];

const [I32_ADD, I32_BELOW, F64_ADD, F64_STORE, F64_ALIGNED] = [0x6a, 0x49, 0xa0, 0x39, 3] as const;
const [LOOP, REPEAT_IF, END, NOTHING] = [0x03, 0x0d, 0x0b, 0x40] as const;
const [WIDEN, ADD, MULTIPLY] = [simd(0x5f), simd(0xf0), simd(0xf2)] as const;
const NOUGHT = [...simd(0x0c), ...new Array<number>(16).fill(0)];

/**
 * Bytes of a WebAssembly module that exports a memory of so many `pages` and `similarities(from, to, out)`: of each point
 * between two addresses, `dimensions` floats one after the other, its product with the point that lies as doubles at address 0
 * goes to `out` and on. `dimensions` is a multiple of four.
 *
 * It adds in the order in which `plainSimilarities` does, and both round each product and each sum to a double: what comes
 * out is the same to the last bit. WebAssembly has no instruction that rounds once where this rounds twice.
 */
export function similarityModule(dimensions: number, pages: number): Uint8Array {
  const products: number[] = [];
  for (let d = 0; d < dimensions; d += 2) {
    const sum = d % 4 === 0 ? even : odd;
    products.push(...get(sum));
    products.push(...get(from), ...twoFloats(4 * d), ...WIDEN);
    products.push(...constant(0), ...twoDoubles(8 * d));
    products.push(...MULTIPLY, ...ADD, ...set(sum));
  }
  const advance = (address: Local, bytes: number): number[] => [
    ...[...get(address), ...constant(bytes), I32_ADD],
    ...set(address),
  ];
  const code = [
    ...[LOOP, NOTHING],
    ...[...NOUGHT, ...set(even), ...NOUGHT, ...set(odd)],
    ...products,
    ...get(out),
    ...[...lane(even, 0), ...lane(even, 1), F64_ADD],
    ...[...lane(odd, 0), F64_ADD, ...lane(odd, 1), F64_ADD],
    ...[F64_STORE, F64_ALIGNED, 0],
    ...advance(out, 8),
    ...advance(from, 4 * dimensions),
    ...[...get(from), ...get(to), I32_BELOW, REPEAT_IF, 0],
    ...[END, END],
  ];
  const locals = [1, ...[2, V128]];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    // One type of function, one function of it, one memory, what is exported, and the code.
    ...section(1, [1, 0x60, ...sized([I32, I32, I32]), ...sized([])]),
    ...section(3, [1, 0]),
    ...section(5, [1, 1, ...number(pages), ...number(pages)]),
    ...section(7, [2, ...named("similarities"), 0, 0, ...named("memory"), 2, 0]),
    ...section(10, [1, ...sized([...locals, ...code])]),
  ]);
}
