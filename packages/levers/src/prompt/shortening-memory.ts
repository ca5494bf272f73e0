import { hash } from "node:crypto";
import type { PromptPass } from "@headgate/contract";
import type { Pass } from "./passes/pass.ts";
import { type Shortened, shorten } from "./passes/shorten.ts";

/** What passes that look at a text alone made of it. */
export type ShortText = Readonly<{
  text: string;
  /** Those that did something, in the order in which they acted. */
  passes: readonly PromptPass[];
  /** What undoes them; worked out anew where the text is one that is known. */
  record: () => Shortened["record"];
}>;

type Known = Pick<ShortText, "text" | "passes">;

/** Shorter texts are gone through faster than they are looked up. */
const LEAST_UNITS = 512;

/**
 * What passes made of texts, so that a history is not gone through again in every turn. Bounded in bytes; what was not
 * asked for longest goes first. It holds digests of the texts and what they became: nothing but what passes again and
 * again anyway. What was taken away is no part of it: with that it would hold what clients wrote, for longer than they were told.
 */
export class ShorteningMemory {
  readonly #maxBytes: number;
  readonly #kept = new Map<string, Known | "unchanged">();
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
      if (known === "unchanged") return { text, passes: [], record: () => [] };
      return { ...known, record: () => shorten(text, passes).record };
    }
    const made = shortTextOf(text, passes);
    const { text: short, passes: acted } = made;
    this.#keep(key, acted.length === 0 ? "unchanged" : { text: short, passes: acted });
    return made;
  }

  get bytes(): number {
    return this.#bytes;
  }

  #keep(key: string, made: Known | "unchanged"): void {
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
  const { text: short, record } = shorten(text, passes);
  return { text: short, passes: record.map(({ pass }) => pass), record: () => record };
}

/** About what an entry takes, key included. */
const bytesOf = (made: Known | "unchanged"): number =>
  200 + (made === "unchanged" ? 0 : made.text.length * 2);
