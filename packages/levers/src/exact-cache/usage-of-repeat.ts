import { inputTokens, type ProviderKind, type Usage } from "@headgate/contract";
import { ttlMs } from "../prefix-cache/cache-terms.ts";
import { leastKept } from "../prefix-cache/least-kept.ts";

/** What the provider would still have of a prompt: nothing, what it was told to keep for an hour, or all that it kept. */
export type Warmth = "cold" | "1h" | "5m";

/** @param sinceUseMs how long before the same was asked the last time; undefined where both were under way at once */
export function warmthAfter(sinceUseMs: number | undefined): Warmth {
  if (sinceUseMs === undefined || sinceUseMs >= ttlMs["1h"]) return "cold";
  return sinceUseMs >= ttlMs["5m"] ? "1h" : "5m";
}

/** The first was told to be kept for less than an hour, the second for an hour. */
const written = { "5m": ["cache_write", "cache_write_5m"], "1h": ["cache_write_1h"] } as const;

/**
 * What a request would have used that was asked again, by what it had used the first time: the provider would have read what it
 * wrote into its cache of prompts then. Where it keeps prompts unasked, it would have read as much as all of them: nobody
 * knows how much, so this is the least that it would have been.
 *
 * @returns the very same usage where nothing would have been read instead
 */
export function usageOfRepeat(
  usage: Usage,
  warmth: Warmth,
  { kind, model }: Readonly<{ kind: ProviderKind; model: string | undefined }>,
): Usage {
  if (warmth === "cold") return usage;
  const all: readonly Paid[] = [...written["5m"], ...written["1h"]];
  const warm = warmth === "5m" ? all : written["1h"];
  const isWritten = all.some((bucket) => {
    const tokens = usage[bucket];
    return tokens !== undefined && tokens > 0;
  });
  if (isWritten) return readInstead(usage, warm);
  const least = model === undefined ? undefined : leastKept(kind, model, false);
  const prompt = inputTokens(usage);
  const isKept = warmth === "5m" && least !== undefined && prompt !== undefined && prompt >= least;
  return isKept ? readInstead(usage, ["input"]) : usage;
}

type Paid = "input" | "cache_write" | "cache_write_5m" | "cache_write_1h";

/** The usage with the tokens of some buckets read from the provider's cache. */
function readInstead(usage: Usage, buckets: readonly Paid[]): Usage {
  const moved: { -readonly [Bucket in keyof Usage]: Usage[Bucket] } = { ...usage };
  let tokens = 0;
  for (const bucket of buckets) {
    const paid = moved[bucket];
    if (paid === undefined) continue;
    tokens += paid;
    delete moved[bucket];
  }
  if (tokens === 0) return usage;
  moved.cache_read = moved.cache_read === undefined ? tokens : moved.cache_read + tokens;
  return moved;
}
