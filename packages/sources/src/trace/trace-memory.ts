/** Nodes are remembered so that those around them, which end and arrive later, are known for what they are. */
const MOST_REMEMBERED = 100_000;

/** The calls below a node, and their tokens where all of them are known. */
export type CallsBelow = Readonly<{ tokens: number | undefined; calls: number }>;

/** What was found below nodes, across the pieces in which a trace arrives. */
export class TraceMemory {
  readonly #below = new Map<string, CallsBelow>();

  below(key: string): CallsBelow | undefined {
    return this.#below.get(key);
  }

  /** Says that a node has calls below it. */
  add(key: string, { tokens, calls }: CallsBelow): void {
    const known = this.#below.get(key);
    this.#below.delete(key);
    this.#below.set(key, {
      tokens: known === undefined ? tokens : sumOf(known.tokens, tokens),
      calls: known === undefined ? calls : known.calls + calls,
    });
    if (this.#below.size <= MOST_REMEMBERED) return;
    const oldest = this.#below.keys().next();
    if (!oldest.done) this.#below.delete(oldest.value);
  }
}

const sumOf = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? undefined : one + other;
