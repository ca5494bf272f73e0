import { type PromptPart, type PromptParts, promptPartNames } from "./levers.ts";
import { inputTokens, type Usage } from "./usage.ts";

/** Tokens of each part of a prompt that is there. */
export type TokensByPart = Readonly<Partial<Record<PromptPart, number>>>;

/**
 * A prompt's tokens, as the provider counted them, divided over its parts in proportion to their bytes: an
 * estimate, since no provider tells them apart. Whole numbers that add up to the provider's count, by the
 * largest remainder; of equal remainders the earlier part's. Pictures, sound and video are in no part: their
 * own buckets are not divided.
 *
 * @returns undefined where the parts or the count are not known, or all parts are empty
 */
export function tokensByPart({
  usage,
  prompt_parts,
}: Readonly<{ usage: Usage; prompt_parts?: PromptParts | undefined }>): TokensByPart | undefined {
  if (prompt_parts === undefined) return undefined;
  const { input, cache_read, cache_write_5m, cache_write_1h, cache_write } = usage;
  const tokens = inputTokens({ input, cache_read, cache_write_5m, cache_write_1h, cache_write });
  if (tokens === undefined) return undefined;
  const names = promptPartNames.filter((name) => prompt_parts[name] !== undefined);
  const bytes = names.map((name) => BigInt(prompt_parts[name] as number));
  const shares = divideWhole(BigInt(tokens), bytes);
  return shares === undefined
    ? undefined
    : Object.fromEntries(names.map((name, index) => [name, Number(shares[index])]));
}

/** A whole number in proportion to weights, none below 0; undefined where the weights are all 0. */
function divideWhole(whole: bigint, weights: readonly bigint[]): readonly bigint[] | undefined {
  let total = 0n;
  for (const weight of weights) total += weight;
  if (total === 0n) return undefined;
  const shares = weights.map((weight, index) => {
    const product = whole * weight;
    return { index, share: product / total, remainder: product % total };
  });
  let left = whole;
  for (const { share } of shares) left -= share;
  const inTurn = [...shares].sort((one, other) =>
    one.remainder === other.remainder
      ? one.index - other.index
      : one.remainder > other.remainder
        ? -1
        : 1,
  );
  for (const each of inTurn.slice(0, Number(left))) each.share += 1n;
  return shares.map(({ share }) => share);
}
