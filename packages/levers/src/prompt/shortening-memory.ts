import { hash } from "node:crypto";
import type { Pass } from "./passes/pass.ts";
import { shorten } from "./passes/shorten.ts";
import { type PassUndo, packedRecord, undoBytes } from "./passes/undo-passes.ts";

/** What passes that look at a text alone made of it, and how that is undone. */
export type ShortText = Readonly<{ text: string; undo: readonly PassUndo[] }>;

/** Shorter texts are gone through faster than they are looked up. */
const LEAST_UNITS = 512;

/**
 * What passes made of texts, so that a history is not gone through again in every turn. Bounded in bytes; what was not
 * asked for longest goes first. It holds digests of the texts, what they became and what was taken away: nothing but what passes again
 * and again anyway.
 */
export class ShorteningMemory {
  readonly #maxBytes: number;
  readonly #kept = new Map<string, ShortText | "unchanged">();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  shorten(text: string, passes: readonly Pass[]): ShortText {
    if (text.length < LEAST_UNITS) return shortTextOf(text, passes);
    const names = passes.map(({ name }) => name).join(",");
    const key = `${names}:${hash("sha256", text, "base64")}`;
    const known = this.#kept.get(key);
    if (known !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, known);
      return known === "unchanged" ? { text, undo: [] } : known;
    }
    const made = shortTextOf(text, passes);
    this.#keep(key, made.undo.length === 0 ? "unchanged" : made);
    return made;
  }

  get bytes(): number {
    return this.#bytes;
  }

  #keep(key: string, made: ShortText | "unchanged"): void {
    this.#kept.set(key, made);
    this.#bytes += bytesOf(made);
    for (const [oldest, one] of this.#kept) {
      if (this.#bytes <= this.#maxBytes) return;
      this.#kept.delete(oldest);
      this.#bytes -= bytesOf(one);
    }
  }
}

function shortTextOf(text: string, passes: readonly Pass[]): ShortText {
  const made = shorten(text, passes);
  return { text: made.text, undo: packedRecord(made.record) };
}

/** About what an entry takes, key included. */
const bytesOf = (made: ShortText | "unchanged"): number =>
  200 + (made === "unchanged" ? 0 : made.text.length * 2 + undoBytes(made.undo));
