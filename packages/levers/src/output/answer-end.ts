import { JsonEnd } from "./json-end.ts";

/** How an answer shows that it is complete: a whole JSON value, or a tag that closes it. */
export type EndMark = Readonly<{ kind: "json" } | { kind: "tag"; tag: string }>;

/**
 * An answer may run on for so many characters after its end. A model that stops by itself says so within them,
 * and then its provider states the exact usage, which a stream that is cut never carries.
 */
const GRACE_CHARACTERS = 32;

/** Tells when an answer has gone on although it was complete. */
export class AnswerEnd {
  readonly #json: JsonEnd | undefined;
  readonly #tag: string | undefined;
  /** The last characters, in which the tag may have begun. */
  #tail = "";
  /** Characters since the end; undefined before it. */
  #since: number | undefined;

  constructor(mark: EndMark) {
    this.#json = mark.kind === "json" ? new JsonEnd() : undefined;
    this.#tag = mark.kind === "tag" ? mark.tag : undefined;
  }

  /** @returns whether the answer has run on beyond its end */
  push(text: string): boolean {
    if (this.#since !== undefined) this.#since += text.length;
    else {
      const end = this.#endIn(text);
      if (end !== undefined) this.#since = text.length - end;
    }
    return this.#since !== undefined && this.#since > GRACE_CHARACTERS;
  }

  #endIn(text: string): number | undefined {
    if (this.#json !== undefined) return this.#json.push(text);
    const tag = this.#tag as string;
    const joined = this.#tail + text;
    const at = joined.indexOf(tag);
    if (at >= 0) return at + tag.length - this.#tail.length;
    this.#tail = joined.slice(Math.max(0, joined.length - tag.length + 1));
    return undefined;
  }
}
