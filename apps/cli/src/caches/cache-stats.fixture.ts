import type { CacheStats } from "@headgate/contract";

export const cacheStats: CacheStats = {
  started_at: "2026-11-22T09:00:00.000Z",
  entries: 132,
  bytes: 5_242_880,
  max_bytes: 134_217_728,
  in_flight: 2,
  waiting: 7,
  evicted: 0,
  expired: 41,
  kept: 173,
  not_kept: { too_large: 3, refused: 1 },
  failures: 0,
  calls: { hit: 412, coalesced: 18, miss: 177, refresh: 4, bypass: 2_301 },
  namespaces: [
    { namespace: "default", entries: 120, bytes: 4_718_592 },
    { namespace: "faq", entries: 12, bytes: 524_288 },
  ],
};
