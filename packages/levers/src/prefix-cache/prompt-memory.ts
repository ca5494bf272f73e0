import { breakBetween, type PrefixBreak } from "./prefix-break.ts";
import type { PromptPrints, SectionPrint } from "./prompt-prints.ts";

/** The last prompt of a conversation, or of a head, and what the provider was seen to have of it. */
export type Earlier = {
  sections: readonly SectionPrint[];
  atMs: number;
  /** Prompt tokens that the provider read or wrote then; undefined where that is not known. */
  keptTokens: number | undefined;
  keptForMs: number;
};

export type Comparison = Readonly<{ found: PrefixBreak; earlier: Earlier }>;

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
 * message alone are compared by their tools and system.
 */
export class PromptMemory {
  readonly #conversations = new Map<string, Earlier>();
  readonly #heads = new Map<string, Map<string, Earlier>>();
  #bytes = 0;

  /** @param kind of caller: key, provider, model */
  compare(kind: string, session: string | undefined, prints: PromptPrints): Comparison | undefined {
    const conversation = conversationOf(kind, session, prints);
    const earlier = conversation === undefined ? undefined : this.#conversations.get(conversation);
    if (earlier !== undefined) {
      const found = breakBetween(earlier.sections, prints.sections);
      if (found === undefined || !isSameTalk(found, earlier, prints)) return undefined;
      return { found, earlier };
    }
    const heads = this.#heads.get(kind);
    const head = prints.digests[prints.head - 1];
    if (heads === undefined || head === undefined || heads.has(head)) return undefined;
    const sections = prints.sections.slice(0, prints.head);
    for (const other of [...heads.values()].reverse()) {
      const found = breakBetween(other.sections, sections);
      if (found !== undefined && isAnotherVersion(found, other)) return { found, earlier: other };
    }
    return undefined;
  }

  /** Takes a prompt down that was answered, in place of the one before. */
  remember(
    kind: string,
    session: string | undefined,
    prints: PromptPrints,
    facts: Omit<Earlier, "sections">,
  ): void {
    const conversation = conversationOf(kind, session, prints);
    if (conversation !== undefined)
      this.#keep(conversation, { ...facts, sections: prints.sections });
    const head = prints.digests[prints.head - 1];
    if (head === undefined) return;
    const heads = this.#heads.get(kind) ?? new Map<string, Earlier>();
    this.#heads.delete(kind);
    this.#heads.set(kind, heads);
    const sections = heads.get(head)?.sections ?? sealed(prints.sections.slice(0, prints.head));
    heads.delete(head);
    heads.set(head, { ...facts, sections });
    forgetOldest(heads, MOST_HEADS);
    forgetOldest(this.#heads, MOST_KINDS);
  }

  #keep(conversation: string, now: Earlier): void {
    const before = this.#conversations.get(conversation);
    // What did not change is held once.
    const sections = now.sections.map((section, at) => {
      const same = before?.sections[at];
      return same?.digest === section.digest ? same : section;
    });
    this.#drop(conversation);
    this.#conversations.set(conversation, { ...now, sections });
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

/** A session can hold several talks at once: one that has no message in common with another is not its next prompt. */
function isSameTalk({ part, index }: PrefixBreak, earlier: Earlier, now: PromptPrints): boolean {
  if (part !== "message" || index > 0) return true;
  const digests = new Set(now.sections.slice(now.head).map(({ digest }) => digest));
  return earlier.sections.slice(now.head).some(({ digest }) => digests.has(digest));
}

/** Heads that differ from their begin on are those of other programs, not versions of one. */
const isAnotherVersion = ({ shared }: PrefixBreak, { sections }: Earlier): boolean =>
  shared * sections.reduce((sum, { bytes }) => sum + bytes, 0) >= LEAST_ALIKE_BYTES;

function forgetOldest<Value>(map: Map<string, Value>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}
