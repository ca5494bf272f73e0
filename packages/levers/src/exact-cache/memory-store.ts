import type { CachePurge } from "@headgate/contract";
import type { CacheKey } from "./cache-key.ts";
import type { CacheEntry, CacheStore, Found, StoredEntry, StoreStats } from "./cache-store.ts";
import { isPurged } from "./is-purged.ts";
import { sizeOf } from "./kept-answer.ts";

type Held = {
  readonly entry: CacheEntry;
  readonly keys: readonly CacheKey[];
  readonly keptAtMs: number;
  readonly bytes: number;
  usedAtMs: number;
  hits: number;
};

type Used = Readonly<{ entry: CacheEntry; ageMs: number; sinceUseMs: number }>;

/**
 * Keeps answers in this process's memory, bounded in bytes: what was not used for longest goes first. It is
 * gone with the process, and no other process sees it.
 */
export class MemoryStore implements CacheStore {
  readonly #nowMs: () => number;
  readonly #places = new Map<string, Held>();
  /** By the call that an answer was made for; the least recently used first. */
  readonly #held = new Map<string, Held>();
  #maxBytes: number;
  #bytes = 0;
  #evicted = 0;
  #expired = 0;

  /** @param nowMs a clock that never jumps, as `performance.now` is */
  constructor(maxBytes: number, nowMs: () => number) {
    this.#maxBytes = maxBytes;
    this.#nowMs = nowMs;
  }

  /** Sets how much may be kept; what is too much by then goes at once. */
  resize(maxBytes: number): void {
    this.#maxBytes = maxBytes;
    this.#makeRoom(0);
  }

  async find(keys: readonly CacheKey[], mostAgeMs?: number): Promise<Found | undefined> {
    return this.findNow(keys, mostAgeMs);
  }

  findNow(keys: readonly CacheKey[], mostAgeMs?: number): Found | undefined {
    for (const key of keys) {
      const held = this.#places.get(key.digest);
      if (held === undefined) continue;
      if (held.keys.every(({ digest, check }) => digest !== key.digest || check !== key.check)) {
        continue;
      }
      const used = this.#use(held, mostAgeMs);
      if (used !== undefined) return { ...used, key };
    }
    return undefined;
  }

  async findCall(callId: string, mostAgeMs?: number): Promise<Used | undefined> {
    const held = this.#held.get(callId);
    return held && this.#use(held, mostAgeMs);
  }

  async keep(keys: readonly CacheKey[], entry: CacheEntry): Promise<"kept" | "too_large"> {
    const bytes = sizeOf(entry.answer);
    if (bytes > this.#maxBytes) return "too_large";
    const before = this.#held.get(entry.answer.callId);
    if (before !== undefined) this.#forget(before);
    for (const { digest } of keys) {
      const replaced = this.#places.get(digest);
      if (replaced !== undefined) this.#forget(replaced);
    }
    this.#makeRoom(bytes);
    const nowMs = this.#nowMs();
    const held: Held = { entry, keys, keptAtMs: nowMs, usedAtMs: nowMs, bytes, hits: 0 };
    for (const { digest } of keys) this.#places.set(digest, held);
    this.#held.set(entry.answer.callId, held);
    this.#bytes += bytes;
    return "kept";
  }

  async ofCall(callId: string): Promise<StoredEntry | undefined> {
    const held = this.#held.get(callId);
    if (held === undefined) return undefined;
    const { entry, bytes, hits } = held;
    return { entry, bytes, hits, ageMs: this.#nowMs() - held.keptAtMs };
  }

  async purge(what: CachePurge): Promise<number> {
    let purged = 0;
    for (const held of [...this.#held.values()]) {
      const { entry } = held;
      const { callId } = entry.answer;
      if (!isPurged(what, { callId, namespace: entry.namespace, tags: entry.tags })) continue;
      this.#forget(held);
      purged += 1;
    }
    return purged;
  }

  async stats(): Promise<StoreStats> {
    const namespaces = new Map<string, { entries: number; bytes: number }>();
    for (const { entry, bytes } of this.#held.values()) {
      const sums = namespaces.get(entry.namespace) ?? { entries: 0, bytes: 0 };
      namespaces.set(entry.namespace, sums);
      sums.entries += 1;
      sums.bytes += bytes;
    }
    return {
      entries: this.#held.size,
      bytes: this.#bytes,
      maxBytes: this.#maxBytes,
      evicted: this.#evicted,
      expired: this.#expired,
      namespaces: [...namespaces].map(([namespace, sums]) => ({ namespace, ...sums })),
    };
  }

  /** An entry that is used now; undefined where it is too old for who asks, and forgotten where it is for everybody. */
  #use(held: Held, mostAgeMs = Number.POSITIVE_INFINITY): Used | undefined {
    const nowMs = this.#nowMs();
    const ageMs = nowMs - held.keptAtMs;
    if (ageMs >= held.entry.ttlMs) {
      this.#expired += 1;
      this.#forget(held);
      return undefined;
    }
    if (ageMs >= mostAgeMs) return undefined;
    const sinceUseMs = nowMs - held.usedAtMs;
    held.usedAtMs = nowMs;
    held.hits += 1;
    const { callId } = held.entry.answer;
    this.#held.delete(callId);
    this.#held.set(callId, held);
    return { entry: held.entry, ageMs, sinceUseMs };
  }

  #makeRoom(bytes: number): void {
    for (const held of this.#held.values()) {
      if (this.#bytes + bytes <= this.#maxBytes) return;
      this.#evicted += 1;
      this.#forget(held);
    }
  }

  #forget(held: Held): void {
    this.#held.delete(held.entry.answer.callId);
    this.#bytes -= held.bytes;
    for (const { digest } of held.keys) {
      if (this.#places.get(digest) === held) this.#places.delete(digest);
    }
  }
}
