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

/** A session that a request goes on, and how many of its messages have been seen as they are. */
type FoundSession = Readonly<{
  session: ContextSession;
  seen: number;
  /** Whether it is that very talk, and not another one that goes on from what was decided for it. */
  isSame: boolean;
}>;

const IDLE_MS = 6 * 3_600_000;
const MOST_MESSAGES = 200_000;
/** Talks that begin alike; a client that writes its history anew each time makes one of each. */
const MOST_TALKS = 8;

/**
 * The conversations of this process, the least lately used ones forgotten first. Several can begin alike, and so have one
 * key: by their messages they are told apart, once something was decided about them.
 */
export class ContextSessions {
  readonly #salt: Buffer;
  /** By key; the latest used talk last. */
  readonly #sessions = new Map<string, readonly ContextSession[]>();
  #size = 0;
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
    return this.#size;
  }

  /**
   * The talk that these messages go on, the longest where several do. Else one that was decided about nothing but
   * messages which these begin with as well: what was decided holds for them.
   */
  find(key: string, messages: readonly PromptMessage[], nowMs: number): FoundSession | undefined {
    const held = this.#sessions.get(key);
    if (held === undefined) return undefined;
    const talks = held.filter(({ lastAtMs }) => nowMs - lastAtMs <= IDLE_MS);
    if (talks.length < held.length) this.#put(key, talks);
    const places = talks.flatMap((talk) => [talk.decided, talk.messages.length]);
    const rising = [...new Set(places)].sort((left, right) => left - right);
    const digests = this.digestsAt(messages, rising);
    const beginsWith = (place: number, digest: string): boolean =>
      place <= messages.length && digests[rising.indexOf(place)] === digest;
    let best: FoundSession | undefined;
    for (const session of talks) {
      const isWhole = beginsWith(session.messages.length, session.digest);
      if (!isWhole && !beginsWith(session.decided, session.decidedDigest)) continue;
      const seen = isWhole ? session.messages.length : session.decided;
      // Of talks of which nothing was decided one is remembered.
      const isSame = isWhole || session.decided === 0;
      if (best === undefined || seen >= best.seen) best = { session, seen, isSame };
    }
    return best;
  }

  /** @param before what it takes the place of */
  remember(key: string, session: ContextSession, before?: ContextSession): void {
    const others = (this.#sessions.get(key) ?? []).filter(
      (talk) => talk !== before && talk.digest !== session.digest,
    );
    this.#put(key, [...others, session].slice(-MOST_TALKS));
    for (const oldest of this.#sessions.keys()) {
      if (this.#messages <= MOST_MESSAGES || oldest === key) break;
      this.#put(oldest, []);
    }
  }

  /** Sessions of which something was decided; one that texts were added to is not kept. */
  plain(nowMs: number): readonly KeptContextSession[] {
    const kept: KeptContextSession[] = [];
    for (const [key, talks] of this.#sessions) {
      for (const { additions, lastAtMs, ...session } of talks) {
        const ageMs = nowMs - lastAtMs;
        if (session.decided === 0 || additions.size > 0 || ageMs > IDLE_MS) continue;
        kept.push({ key, ageMs, ...session });
      }
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

  /** All talks of a key, as the latest used one. */
  #put(key: string, talks: readonly ContextSession[]): void {
    const before = this.#sessions.get(key) ?? [];
    this.#sessions.delete(key);
    if (talks.length > 0) this.#sessions.set(key, talks);
    this.#size += talks.length - before.length;
    this.#messages += messagesIn(talks) - messagesIn(before);
  }
}

const messagesIn = (talks: readonly ContextSession[]): number =>
  talks.reduce((sum, { messages }) => sum + messages.length, 0);

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
