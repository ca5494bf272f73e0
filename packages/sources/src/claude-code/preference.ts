import type { JsonObject } from "@headgate/providers";
import type { UsageLine } from "./usage-line.ts";

const counts = [
  "input_tokens",
  "output_tokens",
  "cache_creation_input_tokens",
  "cache_read_input_tokens",
] as const;

const MOST_TOKENS = 2 ** 26 - 1;
const MOST_COST = 2 ** 23 - 1;

/**
 * Which of two lines about one answer counts: the session's own before an agent's copy of it, then the one with
 * more tokens (lines grow while an answer streams), then the dearer, then the one that states a speed. As one
 * whole number, so that an import can compare lines of different files.
 */
export function preferenceOf({ usage, isSidechain, costUsd }: UsageLine): number {
  const tokens = Math.min(tokensIn(usage), MOST_TOKENS);
  const tenthOfCents = costUsd === undefined ? 0 : Math.round(costUsd * 1000);
  const cost = Math.max(0, Math.min(tenthOfCents, MOST_COST));
  const own = isSidechain ? 0 : 2 ** 51;
  return own + tokens * 2 ** 24 + cost * 2 + (usage.speed === undefined ? 0 : 1);
}

/** To compare lines only: what is no count adds nothing. */
function tokensIn(usage: JsonObject): number {
  let total = 0;
  for (const name of counts) {
    const count = usage[name];
    if (typeof count === "number" && count > 0) total += count;
  }
  return total;
}
