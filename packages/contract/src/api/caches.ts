import { z } from "zod";
import { cacheStatuses } from "../cache-use.ts";

const count = z.int().nonnegative();

/** What the cache of the gateway that was asked holds and did since it started. */
export const cacheStatsSchema = z.object({
  started_at: z.iso.datetime(),
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
