/** Nodes are remembered so that those around them, which end and arrive later, are known for what they are. */
const MOST_REMEMBERED = 100_000;

/** The calls below a node, and their tokens where all of them are known. */
export type CallsBelow = Readonly<{ tokens: number | undefined; calls: number }>;

/** What was found below nodes, across the pieces in which a trace arrives. */
export class TraceMemory {
  readonly #below = new Map<string, CallsBelow>();
  readonly #told = new Set<string>();

  below(key: string): CallsBelow | undefined {
    return this.#below.get(key);
  }

  /**
   * Says that a node has calls below it, once for each node that says so: what stands in two files that overlap is below
   * it once.
   *
   * @param child the key of the node that says so; undefined for one without an id, which is nobody else's
   */
  add(key: string, child: string | undefined, below: CallsBelow): void {
    if (child !== undefined) {
      if (this.#told.has(child)) return;
      this.#told.add(child);
      const oldest = this.#told.size > MOST_REMEMBERED ? this.#told.keys().next() : undefined;
      if (oldest?.done === false) this.#told.delete(oldest.value);
    }
    this.#add(key, below);
  }

  #add(key: string, { tokens, calls }: CallsBelow): void {
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

const ofImports = new WeakMap<AbortSignal, TraceMemory>();

/**
 * What the import that a signal belongs to has found below nodes: a parent ends behind its children, and where files
 * were rotated meanwhile it stands in a later one.
 */
export function traceMemory(signal: AbortSignal): TraceMemory {
  const known = ofImports.get(signal) ?? new TraceMemory();
  ofImports.set(signal, known);
  return known;
}
