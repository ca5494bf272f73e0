import type { JsonObject } from "@headgate/providers";

/** What stands in a sample and is not closed by its end is read as far as it goes. */
const MOST_OBJECTS = 30;
const DEEPEST = 12;

const remembered = new WeakMap<Uint8Array, readonly JsonObject[]>();

/**
 * The first objects of a file of JSON: the lines', or the members' of a list. The sample may end anywhere, so
 * the last may lack members. Every source asks about the same sample: it is read once.
 */
export function headObjects(head: Uint8Array): readonly JsonObject[] {
  const known = remembered.get(head);
  if (known !== undefined) return known;
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString("utf8");
  const objects = new HeadParser(text.replace(/^\uFEFF/, "")).objects();
  remembered.set(head, objects);
  return objects;
}

/** Reads JSON leniently: to tell what a file is, never to read what it says. */
class HeadParser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  objects(): readonly JsonObject[] {
    const found: JsonObject[] = [];
    while (found.length < MOST_OBJECTS) {
      // Lists around the objects, and commas between them.
      while (/[\s[\],]/.test(this.#text.charAt(this.#at))) this.#at += 1;
      if (this.#text[this.#at] !== "{") return found;
      found.push(this.#object(0));
    }
    return found;
  }

  #object(depth: number): JsonObject {
    const members: Record<string, unknown> = {};
    this.#at += 1;
    for (;;) {
      this.#space();
      const sign = this.#text[this.#at];
      if (sign === ",") this.#at += 1;
      else if (sign === '"') {
        const key = this.#string();
        this.#space();
        if (this.#text[this.#at] !== ":") return members;
        this.#at += 1;
        members[key] = this.#value(depth + 1);
      } else {
        if (sign === "}") this.#at += 1;
        else this.#at = this.#text.length;
        return members;
      }
    }
  }

  #list(depth: number): readonly unknown[] {
    const members: unknown[] = [];
    this.#at += 1;
    for (;;) {
      this.#space();
      const sign = this.#text[this.#at];
      if (sign === ",") this.#at += 1;
      else if (sign === "]") {
        this.#at += 1;
        return members;
      } else if (sign === undefined) return members;
      else members.push(this.#value(depth + 1));
    }
  }

  #value(depth: number): unknown {
    this.#space();
    const sign = this.#text[this.#at];
    if (sign === '"') return this.#string();
    if (depth < DEEPEST && sign === "{") return this.#object(depth);
    if (depth < DEEPEST && sign === "[") return this.#list(depth);
    const start = this.#at;
    while (this.#at < this.#text.length && !/[,}\]\s]/.test(this.#text.charAt(this.#at))) {
      this.#at += 1;
    }
    if (this.#at === start) this.#at += 1;
    const word = this.#text.slice(start, this.#at);
    if (word === "true" || word === "false") return word === "true";
    return word === "null" ? null : Number(word);
  }

  #string(): string {
    let end = this.#at + 1;
    while (end < this.#text.length && this.#text[end] !== '"') {
      end += this.#text[end] === "\\" ? 2 : 1;
    }
    const raw = this.#text.slice(this.#at + 1, end);
    this.#at = end + 1;
    return raw.includes("\\") ? raw.replace(/\\(.)/g, "$1") : raw;
  }

  #space(): void {
    while (/\s/.test(this.#text.charAt(this.#at))) this.#at += 1;
  }
}
