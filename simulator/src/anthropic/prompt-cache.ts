import { hashText } from "../seeded-random.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import { invalidRequest } from "./errors.ts";
import type { AnthropicPrompt, CacheTtl } from "./read-prompt.ts";

/**
 * Anthropic caches a prompt up to the blocks where the caller set a breakpoint, at most four, and
 * looks for earlier entries up to 20 blocks before each
 * (four: https://github.com/microsoft/vscode/issues/323642; 20: https://gitlab.com/vglafirov/gitlab-ai-provider/commit/5f2e13e;
 * both read 2026-11-28; Anthropic's own page was not read again).
 * The real minimum depends on the model (1024 to 4096 tokens); here it is 1024 for all.
 */
const LEAST_TOKENS = 1024;
const MAX_BREAKPOINTS = 4;
const LOOK_BACK_BLOCKS = 20;
const ttlMs: Readonly<Record<CacheTtl, number>> = { "5m": 5 * 60_000, "1h": 60 * 60_000 };

/** How a prompt's tokens are billed; the four add up to the prompt. */
export type CacheReading = Readonly<{
  inputTokens: number;
  readTokens: number;
  written5mTokens: number;
  written1hTokens: number;
}>;

type Mark = Readonly<{ tokens: number; hash: number; ttl: CacheTtl | undefined }>;

/** Splits a prompt's tokens by the cache and remembers its breakpoints for later prompts. */
export function readCache(
  request: SimulatedRequest,
  model: string,
  prompt: AnthropicPrompt,
): CacheReading {
  const marks = marksOf(prompt, `anthropic ${request.key} ${model}`);
  const breakpoints = checkedBreakpoints(request, marks);
  const usable = breakpoints.filter(({ mark }) => mark.tokens >= LEAST_TOKENS);
  const uncached = {
    inputTokens: prompt.tokens,
    readTokens: 0,
    written5mTokens: 0,
    written1hTokens: 0,
  };
  if (!request.controls.cache || usable.length === 0) return uncached;

  const { promptCache, nowMs } = request;
  let readTokens = 0;
  for (const { place } of usable) {
    for (let back = place; back >= 0 && place - back <= LOOK_BACK_BLOCKS; back -= 1) {
      const mark = marks[back];
      if (mark === undefined || mark.tokens <= readTokens) break;
      if (mark.tokens >= LEAST_TOKENS && promptCache.has(mark.hash, nowMs))
        readTokens = mark.tokens;
    }
  }
  let reached = readTokens;
  const written: Record<CacheTtl, number> = { "5m": 0, "1h": 0 };
  for (const { mark, ttl } of usable) {
    promptCache.add(mark.hash, nowMs + ttlMs[ttl]);
    if (mark.tokens <= reached) continue;
    written[ttl] += mark.tokens - reached;
    reached = mark.tokens;
  }
  return {
    inputTokens: prompt.tokens - reached,
    readTokens,
    written5mTokens: written["5m"],
    written1hTokens: written["1h"],
  };
}

/** The prompt's blocks as running sums of tokens and hashes of all that came before. */
function marksOf(prompt: AnthropicPrompt, start: string): readonly Mark[] {
  let low = hashText(start, 1);
  let high = hashText(start, 2);
  let tokens = 0;
  return prompt.blocks.map((block) => {
    low = hashText(block.identity, low);
    high = hashText(block.identity, high);
    tokens += block.tokens;
    return { tokens, hash: low + (high & 0x1fffff) * 4_294_967_296, ttl: block.cacheTtl };
  });
}

function checkedBreakpoints(
  request: SimulatedRequest,
  marks: readonly Mark[],
): readonly Readonly<{ mark: Mark; place: number; ttl: CacheTtl }>[] {
  const found = marks.flatMap((mark, place) =>
    mark.ttl === undefined ? [] : [{ mark, place, ttl: mark.ttl }],
  );
  if (found.length > MAX_BREAKPOINTS) {
    throw invalidRequest(
      request.requestId,
      `A maximum of ${MAX_BREAKPOINTS} blocks with cache_control may be provided. Found ${found.length}.`,
    );
  }
  const first5m = found.findIndex(({ ttl }) => ttl === "5m");
  if (first5m >= 0 && found.slice(first5m).some(({ ttl }) => ttl === "1h")) {
    throw invalidRequest(
      request.requestId,
      "cache_control.ttl: a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block.",
    );
  }
  return found;
}
