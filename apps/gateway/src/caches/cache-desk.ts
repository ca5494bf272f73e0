import type { CacheEntryInfo, CachePurge, CacheStats, PrefixStats } from "@headgate/contract";
import type { ExactCache, PrefixCache, SemanticCache } from "@headgate/levers";
import type { Counters } from "../counters.ts";

/** What may be asked of this process's caches: what they hold, what of a call, and to forget. */
export interface CacheDesk {
  stats(): Promise<CacheStats>;
  /** What is known here of the providers' prompt caches. */
  prefixStats(): PrefixStats;
  entryOf(callId: string): Promise<CacheEntryInfo | undefined>;
  purge(what: CachePurge): Promise<number>;
}

type Desk = Readonly<{
  cache: ExactCache;
  semantic: SemanticCache;
  prefix: PrefixCache;
  /** Whether answers lie in a store that other gateways share. */
  isShared: boolean;
  /** Told of a purge, for gateways that share the cache. */
  purged?: (what: CachePurge) => void;
  counters: Counters;
  startedAtMs: number;
}>;

export const createCacheDesk = ({
  cache,
  semantic,
  prefix,
  isShared,
  purged,
  counters,
  startedAtMs,
}: Desk): CacheDesk => ({
  prefixStats: () => ({ started_at: new Date(startedAtMs).toISOString(), ...prefix.stats() }),
  stats: async () => {
    const { maxBytes, inFlight, notKept, namespaces, ...rest } = await cache.stats();
    return {
      started_at: new Date(startedAtMs).toISOString(),
      is_shared: isShared,
      ...rest,
      max_bytes: maxBytes,
      in_flight: inFlight,
      not_kept: notKept,
      namespaces: [...namespaces],
      failures: counters.leverFailures["exact-cache"] + counters.leverFailures["semantic-cache"],
      calls: { ...counters.cacheCalls },
      semantic: semantic.stats(),
    };
  },
  entryOf: async (callId) => {
    const stored = await cache.ofCall(callId);
    if (stored === undefined) return undefined;
    const { entry, ageMs, bytes, hits } = stored;
    return {
      call_id: callId,
      namespace: entry.namespace,
      age_ms: Math.floor(ageMs),
      expires_in_ms: Math.max(0, Math.floor(entry.ttlMs - ageMs)),
      bytes,
      hits,
    };
  },
  purge: async (what) => {
    semantic.purge(what);
    // Before the store is looked through: what others keep behind that look they can then know of.
    purged?.(what);
    return await cache.purge(what);
  },
});
