import { createHash, randomBytes } from "node:crypto";
import type { PromptMessage } from "@headgate/providers";
import type { Reduction } from "./clear-results.ts";
import type { SizedMessage } from "./sized-message.ts";

/** What is remembered of a conversation between its requests. */
export type ContextSession = Readonly<{
  /** Sizes of the messages that have been seen; the digest says which these were. */
  messages: readonly SizedMessage[];
  digest: string;
  reduction: Reduction;
  carried: number;
  /** Messages that the reduction is about, from the first; and their digest. */
  decided: number;
  decidedDigest: string;
  /** Texts that were added to messages, by the message's index: again in each request. */
  additions: ReadonlyMap<number, string>;
  requests: number;
  /** Requests that came after the provider's cache had forgotten the session. */
  colds: number;
  /** By a clock that never jumps. */
  lastAtMs: number;
}>;

/** A session as it is kept: all but texts, which are nobody's to keep here. */
export type KeptContextSession = Omit<ContextSession, "additions" | "lastAtMs"> &
  Readonly<{ key: string; ageMs: number }>;

const IDLE_MS = 6 * 3_600_000;
const MOST_MESSAGES = 200_000;

/** The conversations of this process, the least lately used ones forgotten first. */
export class ContextSessions {
  readonly #salt: Buffer;
  readonly #sessions = new Map<string, ContextSession>();
  #messages = 0;

  /** @param salt what tells conversations apart is keyed with it */
  constructor(salt: Buffer = randomBytes(16)) {
    this.#salt = salt;
  }

  /**
   * What tells a conversation from others: the tenant, the client's label of the session, and how it began, up to the
   * model's first answer. Undefined before there is one.
   */
  keyOf(
    tenant: string,
    label: string | undefined,
    messages: readonly PromptMessage[],
  ): string | undefined {
    const answer = messages.findIndex(({ role }) => role === "assistant");
    if (answer < 0) return undefined;
    const opening = messages.slice(0, answer + 1).filter(({ role }) => role !== "system");
    const hash = createHash("sha256").update(this.#salt);
    hash.update(JSON.stringify([tenant, label]));
    for (const message of opening) hash.update("\n").update(contentOf(message));
    return hash.digest("base64url");
  }

  /** Digests of a conversation's messages before each of these places, which rise. */
  digestsAt(messages: readonly PromptMessage[], places: readonly number[]): readonly string[] {
    const hash = createHash("sha256").update(this.#salt);
    let at = 0;
    return places.map((place) => {
      for (; at < Math.min(place, messages.length); at++) {
        const message = messages[at];
        if (message !== undefined) hash.update(contentOf(message)).update("\n");
      }
      return hash.copy().digest("base64url");
    });
  }

  get size(): number {
    return this.#sessions.size;
  }

  find(key: string, nowMs: number): ContextSession | undefined {
    const found = this.#sessions.get(key);
    if (found === undefined || nowMs - found.lastAtMs <= IDLE_MS) return found;
    this.#forget(key, found);
    return undefined;
  }

  remember(key: string, session: ContextSession): void {
    const before = this.#sessions.get(key);
    if (before !== undefined) this.#forget(key, before);
    this.#sessions.set(key, session);
    this.#messages += session.messages.length;
    for (const [oldest, held] of this.#sessions) {
      if (this.#messages <= MOST_MESSAGES || oldest === key) break;
      this.#forget(oldest, held);
    }
  }

  /** Sessions of which something was decided; one that texts were added to is not kept. */
  plain(nowMs: number): readonly KeptContextSession[] {
    const kept: KeptContextSession[] = [];
    for (const [key, { additions, lastAtMs, ...session }] of this.#sessions) {
      const ageMs = nowMs - lastAtMs;
      if (session.decided === 0 || additions.size > 0 || ageMs > IDLE_MS) continue;
      kept.push({ key, ageMs, ...session });
    }
    return kept;
  }

  /** @param agoMs how long ago they were kept */
  restore(kept: readonly KeptContextSession[], nowMs: number, agoMs: number): void {
    for (const { key, ageMs, ...session } of kept) {
      const lastAtMs = nowMs - ageMs - agoMs;
      if (nowMs - lastAtMs <= IDLE_MS)
        this.remember(key, { ...session, additions: new Map(), lastAtMs });
    }
  }

  #forget(key: string, { messages }: ContextSession): void {
    this.#sessions.delete(key);
    this.#messages -= messages.length;
  }
}

/**
 * What a message says, without what does not make it another: clients move their cache markers from request to request.
 */
const contentOf = ({
  role,
  texts,
  toolCalls,
  toolResults,
  documents,
  hasOther,
}: PromptMessage): string =>
  JSON.stringify([
    role,
    texts.map(({ text }) => text),
    toolCalls.map(({ id, name }) => [id, name]),
    toolResults.map((result) => [result.callId, result.texts.map(({ text }) => text)]),
    documents.map(({ text }) => text),
    hasOther,
  ]);
