/** Where a conversation went last. */
export type Conversation = Readonly<{
  model: string;
  atMs: number;
  /** Tokens of its last prompt: what the provider may have in its cache. */
  promptTokens: number;
  moves: number;
}>;

const MOST = 20_000;
/** Providers keep a prompt that nobody marks for about so long. */
const CACHE_MS = 300_000;

/** The conversations that went on last, so that they do not lose their provider's cache for little. */
export class Conversations {
  readonly #conversations = new Map<string, Conversation>();

  /** Where it went, while its provider may still have its prompt. */
  get(conversation: string, nowMs: number): Conversation | undefined {
    const known = this.#conversations.get(conversation);
    return known === undefined || nowMs - known.atMs > CACHE_MS ? undefined : known;
  }

  note(conversation: string, { model, atMs, promptTokens }: Omit<Conversation, "moves">): void {
    const before = this.#conversations.get(conversation);
    const moved = before !== undefined && before.model !== model;
    const moves = (before?.moves ?? 0) + (moved ? 1 : 0);
    this.#conversations.delete(conversation);
    this.#conversations.set(conversation, { model, atMs, promptTokens, moves });
    if (this.#conversations.size <= MOST) return;
    const [oldest] = this.#conversations.keys();
    if (oldest !== undefined) this.#conversations.delete(oldest);
  }
}
