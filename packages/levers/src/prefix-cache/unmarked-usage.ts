import type { Usage } from "@headgate/contract";
import { statedTokens } from "./stated-tokens.ts";

const cached = ["cache_read", "cache_write", "cache_write_5m", "cache_write_1h"] as const;

/**
 * What a call would have used had its prompt not been marked: where the client marks nothing itself, the provider reads
 * and writes nothing, and every token of the prompt is plain input. Exact, since markers are no tokens.
 *
 * @returns the very same usage where the cache had no part in it; undefined where the plain input is not stated
 */
export function unmarkedUsage(usage: Usage): Usage | undefined {
  const moved = statedTokens(usage, cached);
  if (moved === undefined || moved === 0) return usage;
  const { cache_read, cache_write, cache_write_5m, cache_write_1h, ...rest } = usage;
  return rest.input === undefined ? undefined : { ...rest, input: rest.input + moved };
}
