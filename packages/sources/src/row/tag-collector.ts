import type { Tags } from "@headgate/contract";

const MOST_TAGS = 32;
const LONGEST_KEY = 64;
const LONGEST_VALUE = 256;

/** Puts a row's tags together in the contract's form; what does not fit into it is told, never dropped silently. */
export class TagCollector {
  readonly #tags: Record<string, string> = {};
  readonly #problems = new Set<string>();
  #count = 0;

  /** Takes text, numbers and truth values; what is absent, null or empty is no tag. */
  add(key: string, value: unknown): void {
    const text = textOf(value);
    if (text === undefined) return;
    const plainKey = key.replace(/[^A-Za-z0-9_.-]/g, "_").slice(0, LONGEST_KEY);
    if (plainKey === "") return;
    if (!Object.hasOwn(this.#tags, plainKey)) {
      if (this.#count === MOST_TAGS) {
        this.#problems.add(`a row has more than ${MOST_TAGS} tags; the rest is left out`);
        return;
      }
      this.#count += 1;
    }
    if (text.length > LONGEST_VALUE) {
      this.#problems.add(`a tag is longer than ${LONGEST_VALUE} characters and is cut there`);
    }
    this.#tags[plainKey] = text.slice(0, LONGEST_VALUE);
  }

  /** Adds each member of an object that is text, a number or a truth value. */
  addAll(members: Readonly<Record<string, unknown>> | undefined, prefix = ""): void {
    for (const key in members) this.add(prefix + key, members[key]);
  }

  get tags(): Tags {
    return this.#tags;
  }

  get problems(): readonly string[] {
    return [...this.#problems];
  }
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return undefined;
}
