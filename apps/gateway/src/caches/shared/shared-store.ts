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

  async find(keys: readonly CacheKey[]): ReturnType<CacheStore["find"]> {
    const [which, age, head, body] = await this.#link.askBytes("find", flat(keys));
    const key = which === undefined ? undefined : keys[Number(which)];
    if (age === undefined || head === undefined || body === undefined || key === undefined) {
      return undefined;
    }
    return { entry: entryOf(head, body), ageMs: Number(age), key };
  }

  async findCall(callId: string): ReturnType<CacheStore["findCall"]> {
    const [age, head, body] = await this.#link.askBytes("find_call", [callId]);
    if (age === undefined || head === undefined || body === undefined) return undefined;
    return { entry: entryOf(head, body), ageMs: Number(age) };
  }

  async keep(keys: readonly CacheKey[], entry: CacheEntry): Promise<"kept" | "too_large"> {
    const { answer, namespace, ttlMs } = entry;
    const bytes = sizeOf(answer);
    if (bytes > this.#maxBytes) return "too_large";
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
    let from = 0;
    for (;;) {
      const listed = (await this.#link.ask("list", [from, from + MOST_AT_ONCE - 1])) as string[];
      const calls: string[] = [];
      for (let at = 0; at + 1 < listed.length; at += 2) {
        const [callId = "", head = ""] = [listed[at], listed[at + 1]];
        const { namespace, tags } = JSON.parse(head) as Head;
        if (isPurged(what, { callId, namespace, tags })) calls.push(callId);
      }
      if (calls.length > 0) purged += Number(await this.#link.ask("forget", calls));
      const looked = listed.length / 2;
      if (looked < MOST_AT_ONCE) return purged;
      // Those that went make room for the next ones in the order.
      from += looked - calls.length;
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
