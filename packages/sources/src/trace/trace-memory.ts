import type { TraceNode } from "./trace-node.ts";

/** Nodes are remembered so that those around them, which end and arrive later, are known for what they are. */
const MOST_REMEMBERED = 100_000;

/** The calls below a node, and their tokens where all of them are known. */
export type CallsBelow = Readonly<{ tokens: number | undefined; calls: number }>;

/** The call that counts an answer. */
type AnswerOf = Pick<TraceNode, "id" | "tokens">;

/** What was found below nodes, and which answers count, across the pieces in which a trace arrives. */
export class TraceMemory {
  readonly #below = new Map<string, CallsBelow>();
  readonly #told = new Map<string, true>();
  readonly #answered = new Map<string, AnswerOf>();
  readonly #repeatedBelow = new Map<string, true>();

  below(key: string): CallsBelow | undefined {
    return this.#below.get(key);
  }

  /**
   * Says that a node has calls below it, once for each node that says so: what stands in two files that overlap is below
   * it once.
   *
   * @param child the key of the node that says so; undefined for one without an id, which is nobody else's
   */
  add(key: string, child: string | undefined, { tokens, calls }: CallsBelow): void {
    if (child !== undefined) {
      if (this.#told.has(child)) return;
      remember(this.#told, child, true);
    }
    const known = this.#below.get(key);
    remember(this.#below, key, {
      tokens: known === undefined ? tokens : sumOf(known.tokens, tokens),
      calls: known === undefined ? calls : known.calls + calls,
    });
  }

  /** The call that an answer counts as. */
  answered(key: string): AnswerOf | undefined {
    return this.#answered.get(key);
  }

  /** Says which call an answer counts as. */
  answers(key: string, call: AnswerOf): void {
    remember(this.#answered, key, call);
  }

  /** Whether a call below a node counts elsewhere. */
  isRepeatedBelow(key: string): boolean {
    return this.#repeatedBelow.has(key);
  }

  /** Says that a call below a node counts elsewhere. */
  repeats(key: string): void {
    remember(this.#repeatedBelow, key, true);
  }
}

/** The newest last; beyond what is remembered the oldest goes. */
function remember<Value>(all: Map<string, Value>, key: string, value: Value): void {
  all.delete(key);
  all.set(key, value);
  if (all.size <= MOST_REMEMBERED) return;
  const oldest = all.keys().next();
  if (!oldest.done) all.delete(oldest.value);
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
