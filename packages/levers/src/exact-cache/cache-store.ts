import type { CachePurge } from "@headgate/contract";
import type { CacheKey } from "./cache-key.ts";
import type { KeptAnswer } from "./kept-answer.ts";

/** What is kept under one or more keys. */
export type CacheEntry = Readonly<{
  answer: KeptAnswer;
  namespace: string;
  /** Tags of the call, to forget it by. */
  tags: Readonly<Record<string, string>>;
  ttlMs: number;
}>;

export type Found = Readonly<{
  entry: CacheEntry;
  ageMs: number;
  /** How long before it was kept, or used the last time. */
  sinceUseMs: number;
  key: CacheKey;
}>;

export type StoredEntry = Readonly<{
  entry: CacheEntry;
  ageMs: number;
  bytes: number;
  hits: number;
}>;

export type StoreStats = Readonly<{
  entries: number;
  bytes: number;
  maxBytes: number;
  evicted: number;
  expired: number;
  namespaces: readonly Readonly<{ namespace: string; entries: number; bytes: number }>[];
}>;

/**
 * Where answers are kept. Every adapter passes `cache-store.conformance.ts`. Ages are told by a clock that
 * never jumps: an entry grows no older or younger when the machine's time is set.
 */
export interface CacheStore {
  /**
   * The entry under the first of the keys that has a fresh one.
   * @param mostAgeMs what is older is not fresh for who asks; it stays for others, until its own time is over
   */
  find(keys: readonly CacheKey[], mostAgeMs?: number): Promise<Found | undefined>;
  /** The same of a store that need not wait for it. */
  findNow?(keys: readonly CacheKey[], mostAgeMs?: number): Found | undefined;
  /** Keeps an answer under its keys, in the place of what was there; `too_large` when it never fits. */
  keep(keys: readonly CacheKey[], entry: CacheEntry): Promise<"kept" | "too_large">;
  /** The fresh entry that was kept for a call, to be used. */
  findCall(callId: string, mostAgeMs?: number): Promise<Omit<Found, "key"> | undefined>;
  /** The entry that was kept for a call, also where it has grown too old to be used. */
  ofCall(callId: string): Promise<StoredEntry | undefined>;
  /** @returns how many entries were forgotten */
  purge(what: CachePurge): Promise<number>;
  stats(): Promise<StoreStats>;
}
