import { putNewest, putUsed } from "../put-newest.ts";
import { breakBetween, type PrefixBreak } from "./prefix-break.ts";
import type { PromptPrints, SectionPrint } from "./prompt-prints.ts";

/** What became of a prompt at the provider. */
type PromptFacts = Readonly<{
  atMs: number;
  /** All its tokens; undefined where they are not told. */
  promptTokens: number | undefined;
  /** Those that the provider read or wrote then; undefined where that is not known. */
  keptTokens: number | undefined;
  keptForMs: number;
  /** From how many tokens on the provider keeps the begin of a prompt. */
  leastKept: number;
}>;

/** The last prompt of a conversation, or of a head, and what the provider was seen to have of it. */
type Earlier = PromptFacts &
  Readonly<{
    /** Its parts; of a head, the head's alone. */
    sections: readonly SectionPrint[];
    /** Of all of them: a prompt with the same up to there goes on from this one. */
    digest: string | undefined;
    /** Of the whole prompt. */
    bytes: number;
    /** How many parts the conversation had when it was first seen: what came later is its own. */
    begun: number;
  }>;

/** The last heads of a kind of caller, the newest last. */
type Heads = { readonly byDigest: Map<string, Earlier>; newest: string | undefined };

export type Comparison = Readonly<{
  found: PrefixBreak;
  earlier: Earlier;
  /** Bytes of the earlier prompt that this one would have begun with, had nothing been changed. */
  common: number;
}>;

/** A prompt as it is remembered. */
export type RememberedPrompt = Readonly<{
  /** Of caller: key, provider, model. */
  kind: string;
  /** The client's own name of the conversation. */
  session: string | undefined;
  prints: PromptPrints;
  /** What the conversation is known by; undefined where that cannot be told. */
  conversation: string | undefined;
}>;

export const rememberedPrompt = (
  kind: string,
  session: string | undefined,
  prints: PromptPrints,
): RememberedPrompt => ({
  kind,
  session,
  prints,
  conversation: conversationOf(kind, session, prints),
});

const MOST_CONVERSATIONS = 2_000;
const MOST_HEADS = 8;
const MOST_KINDS = 500;
/** Of chunks' prints, over all conversations. */
const MOST_BYTES = 16_777_216;
/** A head is another version of one before when as much of its begin is the same. */
const LEAST_ALIKE_BYTES = 256;

/**
 * Remembers the last prompt of each conversation and the last heads of each kind of caller, to tell where a prompt
 * stopped being what the one before was. It holds prints, no content.
 *
 * A conversation is known by its tools and system and the session that the client names, else by its first two messages: prompts of one
 * message alone are compared by their tools and system. Other prompts can begin with the same two messages, as examples
 * do: two of them are one talk only where there is a sign of it.
 */
export class PromptMemory {
  readonly #conversations = new Map<string, Earlier>();
  readonly #heads = new Map<string, Heads>();
  #bytes = 0;

  compare({ kind, session, prints, conversation }: RememberedPrompt): Comparison | undefined {
    const earlier = conversation === undefined ? undefined : this.#conversations.get(conversation);
    if (earlier !== undefined) {
      if (goesOnFrom(earlier, prints)) return undefined;
      const found = breakBetween(earlier.sections, prints.sections);
      if (found === undefined || !isSameTalk({ found, earlier, now: prints, session }))
        return undefined;
      return { found, earlier, common: commonBytes(found, earlier, prints) };
    }
    const heads = this.#heads.get(kind);
    const head = prints.digests[prints.head - 1];
    if (heads === undefined || head === undefined || heads.byDigest.has(head)) return undefined;
    const sections = prints.sections.slice(0, prints.head);
    for (const other of [...heads.byDigest.values()].reverse()) {
      const found = breakBetween(other.sections, sections);
      if (found !== undefined && isAnotherVersion(found)) {
        return { found, earlier: other, common: sizeOfAll(other.sections) };
      }
    }
    return undefined;
  }

  /** Takes a prompt down that was answered, in place of the one before. */
  remember({ kind, session, prints, conversation }: RememberedPrompt, facts: PromptFacts): void {
    const bytes = sizeOfAll(prints.sections);
    if (conversation !== undefined) this.#keep(conversation, { ...facts, bytes }, session, prints);
    const head = prints.digests[prints.head - 1];
    if (head === undefined) return;
    const heads: Heads = this.#heads.get(kind) ?? { byDigest: new Map(), newest: undefined };
    putUsed(this.#heads, kind, heads, MOST_KINDS);
    const { byDigest } = heads;
    const sections = byDigest.get(head)?.sections ?? sealed(prints.sections.slice(0, prints.head));
    // Member by member: spreads are dear.
    const { atMs, promptTokens, keptTokens, keptForMs, leastKept } = facts;
    const earlier: Earlier = {
      atMs,
      promptTokens,
      keptTokens,
      keptForMs,
      leastKept,
      sections,
      digest: head,
      bytes,
      begun: sections.length,
    };
    // Most are what the newest was, and stay where it is.
    if (heads.newest === head) byDigest.set(head, earlier);
    else putNewest(byDigest, head, earlier, MOST_HEADS);
    heads.newest = head;
  }

  #keep(
    conversation: string,
    facts: Omit<Earlier, "sections" | "digest" | "begun">,
    session: string | undefined,
    now: PromptPrints,
  ): void {
    const before = this.#conversations.get(conversation);
    const begun = begunBy(before, now, session);
    // What did not change is held once.
    const isMore = before !== undefined && goesOnFrom(before, now);
    const sections = now.sections.map((section, at) => {
      const same = before?.sections[at];
      if (same === undefined) return section;
      return isMore || same.digest === section.digest ? same : section;
    });
    this.#drop(conversation);
    const digest = now.digests.at(-1);
    this.#conversations.set(conversation, { ...facts, sections, digest, begun });
    this.#bytes += sizeOf(sections);
    for (const oldest of this.#conversations.keys()) {
      if (this.#conversations.size <= MOST_CONVERSATIONS && this.#bytes <= MOST_BYTES) return;
      this.#drop(oldest);
    }
  }

  #drop(conversation: string): void {
    const held = this.#conversations.get(conversation);
    if (held === undefined) return;
    this.#conversations.delete(conversation);
    this.#bytes -= sizeOf(held.sections);
  }
}

/** Prints without the parts that they are made of. */
function sealed(sections: readonly SectionPrint[]): readonly SectionPrint[] {
  sizeOf(sections);
  return sections;
}

const sizeOf = (sections: readonly SectionPrint[]): number =>
  sections.reduce((sum, { chunks }) => sum + chunks.byteLength, 0);

function conversationOf(
  kind: string,
  session: string | undefined,
  { sections, digests, head }: PromptPrints,
): string | undefined {
  if (session !== undefined) return JSON.stringify([kind, digests[head - 1], session]);
  const [first, second] = sections.slice(head);
  if (first === undefined || second === undefined) return undefined;
  return JSON.stringify([kind, first.digest, second.digest]);
}

const sizeOfAll = (sections: readonly SectionPrint[]): number =>
  sections.reduce((sum, { bytes }) => sum + bytes, 0);

/** Whether a prompt begins with all of an earlier one of the same caller: told by one digest, without those of its parts. */
const goesOnFrom = ({ sections, digest }: Earlier, now: PromptPrints): boolean =>
  digest !== undefined && now.digests[sections.length - 1] === digest;

type Talks = Readonly<{
  found: PrefixBreak;
  earlier: Earlier;
  now: PromptPrints;
  session: string | undefined;
}>;

/**
 * Whether a prompt that differs from an earlier one is of the same talk: it holds what was asked last, or the break lies
 * behind something that the talk had only got in its course. In a session that the client names, any message in common
 * will do, where not the last question alone is another.
 */
function isSameTalk({ found: { at, part, index }, earlier, now, session }: Talks): boolean {
  if (part !== "message" || holdsLast(earlier, now) || at > earlier.begun) return true;
  if (session === undefined) return false;
  const isLastAlone =
    at === earlier.sections.length - 1 && now.sections.length <= earlier.sections.length;
  if (index > 0) return !isLastAlone;
  const digests = new Set(now.sections.slice(now.head).map(({ digest }) => digest));
  return earlier.sections.slice(now.head).some(({ digest }) => digests.has(digest));
}

/** Whether a prompt goes on behind the last message of an earlier one. */
function holdsLast(earlier: Earlier, { sections, head }: PromptPrints): boolean {
  const last = earlier.sections.at(-1)?.digest;
  return sections.slice(head, -1).some(({ digest }) => digest === last);
}

/** Of a talk that goes on all is common; of two with one begin, their heads and the messages that both begin with. */
function commonBytes({ part }: PrefixBreak, earlier: Earlier, now: PromptPrints): number {
  if (part === "message" || holdsLast(earlier, now)) return earlier.bytes;
  const from = earlier.sections.findIndex((section) => section.part === "message");
  if (from < 0) return earlier.bytes;
  const messages = earlier.sections.slice(from);
  const other = messages.findIndex(
    ({ digest }, at) => digest !== now.sections[now.head + at]?.digest,
  );
  return other < 0 ? earlier.bytes : sizeOfAll(earlier.sections.slice(0, from + other));
}

function begunBy(
  earlier: Earlier | undefined,
  now: PromptPrints,
  session: string | undefined,
): number {
  const { length } = now.sections;
  if (earlier === undefined) return length;
  if (goesOnFrom(earlier, now)) return Math.min(earlier.begun, length);
  const found = breakBetween(earlier.sections, now.sections);
  const isOf = found === undefined || isSameTalk({ found, earlier, now, session });
  return isOf ? Math.min(earlier.begun, length) : length;
}

/** Heads that differ from their begin on are those of other programs, not versions of one. */
const isAnotherVersion = ({ heldBytes }: PrefixBreak): boolean => heldBytes >= LEAST_ALIKE_BYTES;
