import type { CachePurge } from "@headgate/contract";
import type { CacheKey } from "../exact-cache/cache-key.ts";
import { isPurged } from "../exact-cache/is-purged.ts";
import { type Decider, type Finding, SemanticNamespace } from "./semantic-namespace.ts";
import type { ComparableQuestion } from "./veto.ts";

export type NearLimits = Readonly<{
  maxBytes: number;
  /** Of those of one owner. */
  maxEntries: number;
}>;

/** An answered question as it is indexed; the answer itself lies in the store, under its call. */
export type NearQuestion = Readonly<{
  callId: string;
  scope: CacheKey;
  /** The tenant and namespace: what its entries are counted by. */
  owner: string;
  namespace: string;
  tags: Readonly<Record<string, string>>;
  asked: ComparableQuestion;
  vector: Float32Array;
  answerKey: string;
  /** Whether any fresh answer can be compared with its answer. */
  isJudgeable: boolean;
}>;

type Held = Readonly<{
  callId: string;
  scopeId: string;
  owner: string;
  namespace: string;
  tags: Readonly<Record<string, string>>;
  bytes: number;
}>;

/** An entry's places in maps. */
const ENTRY_BYTES = 2_048;
/** A vector, its signs, and the room that is laid out ahead for both: so many times the vector itself. */
const VECTOR_ROOM = 2;
/** A character's share in words, stems and sets of them. */
const CHARACTER_BYTES = 16;
/** The maps of a scope. Most hold one question, so that this is a part of each. */
const SCOPE_BYTES = 4_096;

const scopeIdOf = ({ digest, check }: CacheKey): string => `${digest}${check}`;

/** The answered questions of all scopes, bounded in memory: what was not used for longest goes first. */
export class NearIndex {
  readonly #scopes = new Map<string, SemanticNamespace>();
  readonly #held = new Map<string, Held>();
  readonly #ofOwner = new Map<string, Map<string, Held>>();
  #limits: NearLimits;
  #bytes = 0;
  #evicted = 0;

  constructor(limits: NearLimits) {
    this.#limits = limits;
  }

  get stats() {
    return {
      entries: this.#held.size,
      bytes: this.#bytes,
      maxBytes: this.#limits.maxBytes,
      evicted: this.#evicted,
    };
  }

  knows(callId: string): boolean {
    return this.#held.has(callId);
  }

  entriesOf(owner: string): number {
    return this.#ofOwner.get(owner)?.size ?? 0;
  }

  /** Sets how much may be held; what is too much by then goes at once. */
  resize(limits: NearLimits): void {
    this.#limits = limits;
    this.#makeRoom(0);
    for (const own of this.#ofOwner.values()) this.#makeRoomOf(own, 0);
  }

  has(scope: CacheKey): boolean {
    return this.#scopes.has(scopeIdOf(scope));
  }

  /** What a scope has for a question; undefined where it has no question yet. */
  find(scope: CacheKey, text: string, vector: Float32Array, decider: Decider): Finding | undefined {
    return this.#scopes.get(scopeIdOf(scope))?.find(text, vector, decider);
  }

  learn(scope: CacheKey, finding: Finding, correct: boolean | undefined, decider: Decider): void {
    this.#scopes.get(scopeIdOf(scope))?.learn(finding, correct, decider);
  }

  add({ callId, scope, owner, namespace, tags, ...entry }: NearQuestion): void {
    const { asked, vector } = entry;
    const bytes =
      ENTRY_BYTES +
      SCOPE_BYTES +
      VECTOR_ROOM * vector.byteLength +
      CHARACTER_BYTES * asked.question.text.length;
    if (bytes > this.#limits.maxBytes) return;
    this.remove(callId);
    this.#makeRoom(bytes);
    const own = this.#ofOwner.get(owner) ?? new Map<string, Held>();
    this.#makeRoomOf(own, 1);
    this.#ofOwner.set(owner, own);
    const scopeId = scopeIdOf(scope);
    const inScope = this.#scopes.get(scopeId) ?? new SemanticNamespace();
    inScope.add(callId, entry);
    this.#scopes.set(scopeId, inScope);
    const held: Held = { callId, scopeId, owner, namespace, tags, bytes };
    own.set(callId, held);
    this.#held.set(callId, held);
    this.#bytes += bytes;
  }

  /** An entry was of use: it goes behind the others when room is made. */
  used(callId: string): void {
    const held = this.#held.get(callId);
    if (held === undefined) return;
    for (const order of [this.#held, this.#ofOwner.get(held.owner)]) {
      order?.delete(callId);
      order?.set(callId, held);
    }
  }

  remove(callId: string): void {
    const held = this.#held.get(callId);
    if (held === undefined) return;
    this.#held.delete(callId);
    this.#bytes -= held.bytes;
    const own = this.#ofOwner.get(held.owner);
    own?.delete(callId);
    if (own?.size === 0) this.#ofOwner.delete(held.owner);
    const inScope = this.#scopes.get(held.scopeId);
    inScope?.remove(callId);
    if (inScope?.size === 0) this.#scopes.delete(held.scopeId);
  }

  /** Forgets the questions of the answers that a purge takes away. */
  purge(what: CachePurge): void {
    for (const held of [...this.#held.values()]) if (isPurged(what, held)) this.remove(held.callId);
  }

  #makeRoom(bytes: number): void {
    for (const { callId } of this.#held.values()) {
      if (this.#bytes + bytes <= this.#limits.maxBytes) return;
      this.#evict(callId);
    }
  }

  #makeRoomOf(own: ReadonlyMap<string, Held>, more: number): void {
    for (const callId of own.keys()) {
      if (own.size + more <= this.#limits.maxEntries) return;
      this.#evict(callId);
    }
  }

  #evict(callId: string): void {
    this.#evicted += 1;
    this.remove(callId);
  }
}
