const RESAMPLES = 1_000;
const OUTSIDE = 0.025;
/** Of fewer blocks, drawing them again tells nothing of how they differ. */
const LEAST_BLOCKS = 5;

/**
 * Between which sums the middle 95 % of histories lie that are drawn from a history's blocks, with replacement, as many as
 * there are (the percentile bootstrap: B. Efron, Ann. Statist. 7, 1979). The same blocks give the same bounds.
 *
 * @param blocks what each day or hour came to, those included that came to nothing
 * @returns undefined for fewer than five blocks
 */
export function bootstrapInterval(
  blocks: readonly bigint[],
): Readonly<{ low: bigint; high: bigint }> | undefined {
  if (blocks.length < LEAST_BLOCKS) return undefined;
  const random = seeded(blocks.length);
  const sums: bigint[] = [];
  for (let sample = 0; sample < RESAMPLES; sample++) {
    let sum = 0n;
    for (let draw = 0; draw < blocks.length; draw++) {
      sum += blocks[Math.floor(random() * blocks.length)] as bigint;
    }
    sums.push(sum);
  }
  sums.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const at = Math.floor(OUTSIDE * RESAMPLES);
  return { low: sums[at] as bigint, high: sums[RESAMPLES - 1 - at] as bigint };
}

/**
 * Between which sums so many blocks to come lie, told for as many as a history has: wider than what the history alone leaves
 * open, since those to come differ too. The variance of a mean of m to come about a mean of n is σ²(1/n + 1/m)
 * (https://www.jmp.com/support/help/en/15.2/jmp/prediction-intervals-2.shtml, read 2026-11-29), so the bounds are
 * √(1 + n/m) times as far from the sum. Where no block is a loss, none is foretold.
 *
 * @param toCome how many blocks; more than none
 * @returns undefined for fewer than five blocks
 */
export function intervalToCome(
  blocks: readonly bigint[],
  toCome: number,
): Readonly<{ low: bigint; high: bigint }> | undefined {
  const seen = bootstrapInterval(blocks);
  if (seen === undefined) return undefined;
  const sum = blocks.reduce((total, block) => total + block, 0n);
  const wider = BigInt(Math.round(Math.sqrt(1 + blocks.length / toCome) * Number(PARTS)));
  const away = (bound: bigint): bigint => sum + ((bound - sum) * wider) / PARTS;
  const [low, high] = [away(seen.low), away(seen.high)];
  return {
    low: low < 0n && blocks.every((block) => block >= 0n) ? 0n : low,
    high: high > 0n && blocks.every((block) => block <= 0n) ? 0n : high,
  };
}

/** A factor is told in so many parts of one. */
const PARTS = 1_000n;

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
