import { hashText } from "../seeded-random.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import { prefixHashes } from "../text/tokenizer.ts";

/**
 * OpenAI caches prompts of 1024 tokens or more by itself
 * (https://developers.openai.com/api/docs/guides/prompt-caching.md, read 2026-11-28), in steps of 128, for 5 to 10
 * minutes after their last use, which was not looked up again.
 */
const LEAST_TOKENS = 1024;
const STEP_TOKENS = 128;
const LEAST_MS = 5 * 60_000;
const SPREAD_MS = 5 * 60_000;

/** How many tokens of a prompt were cached, and remembers the prompt for later ones. */
export function cachedTokens(
  request: SimulatedRequest,
  prompt: Readonly<{
    model: string;
    /** Stands before the texts in the prompt, costs nothing, and breaks the cache when it changes. */
    preamble: string;
    texts: readonly string[];
    tokens: number;
  }>,
): number {
  if (!request.controls.cache || prompt.tokens < LEAST_TOKENS) return 0;
  const start = hashText(`openai ${request.key} ${prompt.model} ${prompt.preamble}`, 0);
  let cached = 0;
  const isBoundary = (tokens: number): boolean =>
    tokens >= LEAST_TOKENS && tokens % STEP_TOKENS === 0;
  prefixHashes(prompt.texts, start, isBoundary, (tokens, hash) => {
    if (request.promptCache.has(hash, request.nowMs)) cached = tokens;
    request.promptCache.add(hash, request.nowMs + LEAST_MS + (hash % SPREAD_MS));
  });
  return cached;
}
