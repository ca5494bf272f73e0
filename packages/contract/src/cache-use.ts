import { z } from "zod";
import { modelUsageSchema } from "./model-usage.ts";
import { usageSchema } from "./usage.ts";

/**
 * What Headgate's own cache had to do with a call. `hit`: answered with a kept answer. `coalesced`: answered
 * with the answer that the same question, under way already, got. `miss`: looked for, not there. `refresh`:
 * not looked for at the client's wish; the new answer is kept. `bypass`: neither looked for nor kept.
 */
export const cacheStatuses = ["hit", "coalesced", "miss", "refresh", "bypass"] as const;
export type CacheStatus = (typeof cacheStatuses)[number];

/**
 * `exact`: the same question. `normalised`: the same but for case, punctuation and politeness of its last message.
 * `semantic`: the same but for its last message, which is near to the other's and not vetoed.
 */
export const cacheTiers = ["exact", "normalised", "semantic"] as const;
export type CacheTier = (typeof cacheTiers)[number];

/** Why a call passed the cache by, each with a sentence for people. */
export const cacheRefusals = {
  not_deterministic:
    "The request does not ask for one certain answer (no temperature 0, no seed), and no policy says to cache it.",
  policy: "The policy for this traffic says never.",
  client: "The client asked to pass the cache by.",
  no_body: "The request has no JSON body to tell questions apart by.",
  several_answers: "The request asks for several answers.",
  provider_tools: "The provider runs tools of its own for it: its answer is of the moment.",
  server_state: "It goes on from something that the provider keeps, which can change.",
  outside_content: "It points at content outside the request, which can change.",
  unusual_body:
    "Its JSON names a member twice, holds a number beyond exact reach or is nested too deep: its meaning is not certain.",
  too_large: "The request is larger than the cache looks at.",
  failed: "The cache itself failed; the call went on without it.",
} as const;
export type CacheRefusal = keyof typeof cacheRefusals;
export const cacheRefusalNames = Object.keys(cacheRefusals) as [CacheRefusal, ...CacheRefusal[]];

/** What a call's row says of the cache. */
export const cacheUseSchema = z.strictObject({
  status: z.enum(cacheStatuses),
  /** Why it passed the cache by; on `bypass` alone. */
  reason: z.enum(cacheRefusalNames).optional(),
  /** Which tier answered; on `hit` and `coalesced` alone, as all that follows. */
  tier: z.enum(cacheTiers).optional(),
  /** The call whose answer was used. */
  call_id: z.string().min(1).max(180).optional(),
  /** How long before that answer was whole, by a clock that never jumps. */
  age_ms: z.int().nonnegative().optional(),
  /** The cosine of the two questions; on tier `semantic` alone. */
  similarity: z.number().min(-1).max(1).optional(),
  /** What that answer had used at its provider: what this call did not use. */
  usage: usageSchema.optional(),
  other_usage: z.array(modelUsageSchema).min(1).readonly().optional(),
});
export type CacheUse = z.infer<typeof cacheUseSchema>;

/** Whether a call was answered without asking a provider. */
export const isAnsweredByCache = (status: CacheStatus | undefined): boolean =>
  status === "hit" || status === "coalesced";
