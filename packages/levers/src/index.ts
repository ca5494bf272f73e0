export type { CacheStore, StoredEntry } from "./exact-cache/cache-store.ts";
export {
  type CacheOutcome,
  type CacheWish,
  cacheWishes,
  ExactCache,
  type Keeping,
} from "./exact-cache/exact-cache.ts";
export type { KeptAnswer } from "./exact-cache/kept-answer.ts";
export { MemoryStore } from "./exact-cache/memory-store.ts";
export type { Lever } from "./lever.ts";
export { policyFor } from "./policy-for.ts";
export { runLevers } from "./run-levers.ts";
export { splitSavings } from "./savings/split-savings.ts";
