import type { CachePurge } from "@headgate/contract";
import {
  type CacheEntry,
  type CacheStore,
  isPurged,
  type StoredEntry,
  type StoreStats,
  sizeOf,
} from "@headgate/levers";
import type { CacheLink } from "./cache-link.ts";

type CacheKey = Parameters<CacheStore["find"]>[0][number];

/** Older than anything is kept. */
const ANY_AGE_MS = Number.MAX_SAFE_INTEGER;
/**
 * Larger answers are not kept, whatever the policy: all commands of a gateway go over one connection, and behind a hundred megabytes
 * the others' time is over.
 */
export const MOST_SHARED_BYTES = 16_777_216;
/** Entries that a purge looks at in one go: others wait meanwhile. */
const MOST_AT_ONCE = 200;

/** Answers kept in Valkey or Redis, for all gateways that share it, bounded in bytes; ages are told by its clock. */
export class SharedStore implements CacheStore {
  readonly #link: CacheLink;
  #maxBytes: number;

  constructor(link: CacheLink, maxBytes: number) {
    this.#link = link;
    this.#maxBytes = maxBytes;
  }

  /** Sets how much may be kept; what is too much by then goes with the next answer that is kept. */
  resize(maxBytes: number): void {
    this.#maxBytes = maxBytes;
  }

  async find(keys: readonly CacheKey[], mostAgeMs = ANY_AGE_MS): ReturnType<CacheStore["find"]> {
    const asked = [mostAgeMs, ...flat(keys)];
    const [which, age, since, head, body] = await this.#link.askBytes("find", asked);
    const key = which === undefined ? undefined : keys[Number(which)];
    if (age === undefined || head === undefined || body === undefined || key === undefined) {
      return undefined;
    }
    return { entry: entryOf(head, body), ageMs: Number(age), sinceUseMs: Number(since), key };
  }

  async findCall(callId: string, mostAgeMs = ANY_AGE_MS): ReturnType<CacheStore["findCall"]> {
    const [age, since, head, body] = await this.#link.askBytes("find_call", [mostAgeMs, callId]);
    if (age === undefined || head === undefined || body === undefined) return undefined;
    return { entry: entryOf(head, body), ageMs: Number(age), sinceUseMs: Number(since) };
  }

  async keep(keys: readonly CacheKey[], entry: CacheEntry): Promise<"kept" | "too_large"> {
    const { answer, namespace, ttlMs } = entry;
    const bytes = sizeOf(answer);
    if (bytes > Math.min(this.#maxBytes, MOST_SHARED_BYTES)) return "too_large";
    const how = await this.#link.ask("keep", [
      ...[this.#maxBytes, bytes, answer.callId, namespace, ttlMs, headOf(entry), answer.body],
      ...[JSON.stringify(keys.map(({ digest }) => digest)), ...flat(keys)],
    ]);
    return how === "kept" ? "kept" : "too_large";
  }

  async ofCall(callId: string): Promise<StoredEntry | undefined> {
    const [age, bytes, hits, head, body] = await this.#link.askBytes("of_call", [callId]);
    if (head === undefined || body === undefined) return undefined;
    return {
      entry: entryOf(head, body),
      ageMs: Number(age),
      bytes: Number(bytes),
      hits: Number(hits),
    };
  }

  async purge(what: CachePurge): Promise<number> {
    let purged = 0;
    let after = "-inf";
    // What is used while this goes on gets a higher number, and comes by once more: nothing that was there is passed over.
    for (;;) {
      const listed = (await this.#link.ask("list", [after, MOST_AT_ONCE])) as string[];
      const calls: string[] = [];
      for (let at = 0; at + 2 < listed.length; at += 3) {
        const [callId = "", number = after, head = ""] = listed.slice(at, at + 3);
        after = number;
        // A place in the order without an entry is taken away: the server dropped the entry itself.
        if (head === "" || isPurgedBy(what, callId, head)) calls.push(callId);
      }
      if (calls.length > 0) purged += Number(await this.#link.ask("forget", calls));
      if (listed.length < 3 * MOST_AT_ONCE) return purged;
    }
  }

  async stats(): Promise<StoreStats> {
    const [entries, sums] = (await this.#link.ask("stats", [])) as [number, string[]];
    const told = new Map<string, number>();
    for (let at = 0; at + 1 < sums.length; at += 2) told.set(sums[at] ?? "", Number(sums[at + 1]));
    // A sum that was never added to is nothing yet, and known to be.
    const sumOf = (name: string): number => told.get(name) ?? 0;
    const namespaces = [...told.keys()]
      .filter((name) => name.startsWith("n:"))
      .map((name) => name.slice(2))
      .map((namespace) => ({
        namespace,
        entries: sumOf(`n:${namespace}`),
        bytes: sumOf(`b:${namespace}`),
      }));
    return {
      ...{ entries, bytes: sumOf("bytes"), maxBytes: this.#maxBytes },
      ...{ evicted: sumOf("evicted"), expired: sumOf("expired"), namespaces },
    };
  }
}

type Head = Omit<CacheEntry, "answer"> & Readonly<{ answer: Omit<CacheEntry["answer"], "body"> }>;

function isPurgedBy(what: CachePurge, callId: string, head: string): boolean {
  const { namespace, tags } = JSON.parse(head) as Head;
  return isPurged(what, { callId, namespace, tags });
}

/** All of an entry but its body; what is not known stays absent. */
function headOf({ answer, namespace, tags, ttlMs }: CacheEntry): string {
  const { body: _, ...facts } = answer;
  return JSON.stringify({ namespace, tags, ttlMs, answer: facts } satisfies Head);
}

function entryOf(head: Buffer, body: Buffer): CacheEntry {
  const { answer, ...rest } = JSON.parse(head.toString("utf8")) as Head;
  return { ...rest, answer: { ...answer, body } };
}

const flat = (keys: readonly CacheKey[]): readonly string[] =>
  keys.flatMap(({ digest, check }) => [digest, check]);
