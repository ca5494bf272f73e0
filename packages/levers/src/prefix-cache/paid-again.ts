import { inputTokens, type Usage } from "@headgate/contract";
import { type Picodollars, subtract } from "@headgate/money";
import type { Comparison } from "./prompt-memory.ts";
import { readTokens } from "./stated-tokens.ts";

/**
 * About how many tokens the provider had of the earlier prompt, that this one would have begun with had nothing been
 * changed, and that it did not read: the break made them be paid for again. By bytes: a prompt's tokens are taken to be
 * spread evenly over it.
 *
 * @returns 0 where the provider keeps no begin as short as that, or would have forgotten it by now; undefined where it is
 * not known what it had
 */
export function tokensAgain(
  { found, earlier, common }: Comparison,
  usage: Usage,
  nowMs: number,
): number | undefined {
  const all = inputTokens(usage);
  const { keptTokens, promptTokens, bytes } = earlier;
  if (keptTokens === undefined || promptTokens === undefined || all === undefined) return undefined;
  if (nowMs - earlier.atMs > earlier.keptForMs) return 0;
  const tokensIn = (part: number): number => Math.ceil((promptTokens * part) / bytes);
  const readable = Math.min(keptTokens, tokensIn(common));
  if (readable < earlier.leastKept) return 0;
  // A provider that tells of no read has read none: it states its prompt tokens, and these are all of them.
  const read = readTokens(usage) ?? 0;
  const stillHeld = Math.max(read, tokensIn(found.heldBytes));
  return Math.max(0, Math.min(readable - stillHeld, all - read));
}

/** Where tokens that could have been read were counted instead, the dearest first. */
const paidAs = ["cache_write_1h", "cache_write_5m", "cache_write", "input"] as const;

/** What those tokens cost above what reading them would have; undefined where that has no price. */
export function costAgain(
  usage: Usage,
  tokens: number,
  price: (usage: Usage) => Picodollars | undefined,
): Picodollars | undefined {
  let moved = 0;
  const unbroken: { -readonly [Bucket in keyof Usage]: Usage[Bucket] } = { ...usage };
  for (const bucket of paidAs) {
    const paid = usage[bucket];
    if (paid === undefined) continue;
    const part = Math.min(paid, tokens - moved);
    unbroken[bucket] = paid - part;
    moved += part;
  }
  unbroken.cache_read = usage.cache_read === undefined ? moved : usage.cache_read + moved;
  const [cost, costUnbroken] = [price(usage), price(unbroken)];
  return cost === undefined || costUnbroken === undefined
    ? undefined
    : subtract(cost, costUnbroken);
}
