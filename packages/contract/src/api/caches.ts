import { z } from "zod";
import { cacheStatuses } from "../cache-use.ts";
import { dollarsText } from "../dollars.ts";
import { semanticRefusalNames } from "../semantic-refusals.ts";

const count = z.int().nonnegative();
const share = z.number().min(0).max(1);

/** What the semantic cache did in one namespace, for those who share it, since the gateway started. */
const semanticNamespaceSchema = z.object({
  namespace: z.string(),
  /** Who shares it, e.g. `key KEY_ID` or `team support`. */
  shared_by: z.string(),
  /** The embedding model by whose vectors questions are compared: its own name, or `provider/model`. */
  model: z.string(),
  mode: z.enum(["shadow", "on"]),
  /** The least cosine; null where it serves by what it measured. */
  threshold: z.number().nullable(),
  /** The wrong share that a calibrated one may reach; null on a fixed one. */
  max_wrong_share: share.nullable(),
  /**
   * True where compared hits were wrong so often that it serves nothing: a fixed threshold until they are right again, a calibrated one
   * until something is certified anew.
   */
  switched_off: z.boolean(),
  /** Where no policy names it any more: what was counted stays, and nobody is served or refused by it. */
  is_retired: z.literal(true).optional(),
  entries: count,
  /** Questions that were compared, those of them with an answer that the policy would serve, and those answered. */
  lookups: count,
  would_hit: count,
  served: count,
  /** Answers that the policy would serve, compared with a fresh one. */
  right: count,
  wrong: count,
  /** Of those that the policy would serve: fresh answers that no rule could compare. */
  not_judged: count,
  /** Of the compared ones, and its upper bound at 90 % confidence; null while none was compared. */
  wrong_share: share.nullable(),
  wrong_share_bound: share.nullable(),
  /** What a calibrated one is certified to serve; null while it serves nothing. */
  certified: z.object({ threshold: z.number(), wrong_share: share, bound: share }).nullable(),
  /** Dollars of calls answered, in shadow of calls that would have been, less `own_cost`. */
  saved: dollarsText,
  /** True where some of it is of simulated providers. */
  simulated: z.boolean(),
  /** Calls whose saving is not known, and is in none of it. */
  saved_unknown: count,
  /** Dollars that vectors cost, where the embedding model is one of the operator's own. */
  own_cost: dollarsText,
  /** Texts whose vector's cost is not known, and is in none of it. */
  own_cost_unknown: count,
  /** Calls and answers that it left alone, by the reason. */
  refused: z.partialRecord(z.enum(semanticRefusalNames), count),
});
export type SemanticNamespaceStats = z.infer<typeof semanticNamespaceSchema>;

export const semanticStatsSchema = z.object({
  entries: count,
  bytes: count,
  max_bytes: count,
  evicted: count,
  /** Texts that became vectors, that the model failed, and whose call went on before the vector was there. */
  embedded: count,
  failed: count,
  slow: count,
  embedding_ms: z.number().nonnegative(),
  namespaces: z.array(semanticNamespaceSchema),
});
export type SemanticStats = z.infer<typeof semanticStatsSchema>;

/** What the cache of the gateway that was asked holds and did since it started. */
export const cacheStatsSchema = z.object({
  started_at: z.iso.datetime(),
  /** Whether its answers lie in a store that other gateways share; else they are of this gateway's memory alone. */
  is_shared: z.boolean(),
  entries: count,
  bytes: count,
  max_bytes: count,
  /** Questions under way that others may wait for, and calls that wait. */
  in_flight: count,
  waiting: count,
  /** Entries that made room for others, and that grew too old. */
  evicted: count,
  expired: count,
  /** Answers that were kept, and that were not, by the reason. */
  kept: count,
  not_kept: z.record(z.string(), count),
  /** Times that a lever failed and its call went on without it. */
  failures: count,
  calls: z.record(z.enum(cacheStatuses), count),
  namespaces: z.array(z.object({ namespace: z.string(), entries: count, bytes: count })),
  semantic: semanticStatsSchema,
});
export type CacheStats = z.infer<typeof cacheStatsSchema>;

/** What is to be forgotten: all, or what fits the one thing that is said. */
export const cachePurgeSchema = z
  .strictObject({
    all: z.literal(true).optional(),
    namespace: z.string().min(1).optional(),
    /** `key=value`, a tag of the calls whose answers were kept. */
    tag: z
      .string()
      .regex(/^[A-Za-z0-9_.-]{1,64}=.*$/, "expected key=value")
      .optional(),
    /** The call whose answer was kept. */
    call_id: z.string().min(1).optional(),
  })
  .refine(
    (purge) => Object.values(purge).filter((part) => part !== undefined).length === 1,
    "say one of all, namespace, tag and call_id",
  );
export type CachePurge = z.infer<typeof cachePurgeSchema>;
export const cachePurgedSchema = z.object({ purged: count });

/** The answer of a call, where the cache still holds it. */
export const cacheEntrySchema = z.object({
  call_id: z.string(),
  namespace: z.string(),
  age_ms: count,
  expires_in_ms: count,
  bytes: count,
  hits: count,
});
export type CacheEntryInfo = z.infer<typeof cacheEntrySchema>;

/** Why a call was or was not answered by the cache, and what became of the answer. */
export const cacheExplanationSchema = z.object({
  call_id: z.string(),
  /** One sentence after the other, for people. */
  sentences: z.array(z.string()).min(1),
  /** Null where the cache of the gateway that was asked holds no answer of it. */
  entry: cacheEntrySchema.nullable(),
});
export type CacheExplanation = z.infer<typeof cacheExplanationSchema>;
