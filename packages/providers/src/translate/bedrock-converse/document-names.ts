import type { DocumentPart } from "../conversation.ts";
import type { RequestNotes } from "../format.ts";

/** What Converse allows in a document's name (`DocumentBlock`). */
const NOT_IN_NAMES = /[^\p{L}\p{N}\s()[\]-]+/gu;
const UNNAMED = "document";

/**
 * Names the documents of one conversation, from its beginning. Converse refuses a name that stands twice in a
 * request ("Messages can't contain duplicate document names",
 * https://github.com/maximhq/bifrost/issues/7003, read 2026-11-30), which holds all turns. A document's name
 * depends on those before it only, so that a prompt cache finds the same bytes each turn.
 */
export class DocumentNames {
  readonly #notes: RequestNotes;
  /** Names that were given, and how far each has been numbered. Whether Converse tells cases apart is not known. */
  readonly #given = new Map<string, number>();

  constructor(notes: RequestNotes) {
    this.#notes = notes;
  }

  nameOf({ name }: DocumentPart): string {
    const wanted = name === undefined ? UNNAMED : this.#allowed(name);
    const free = this.#free(wanted);
    if (name !== undefined && free !== wanted) {
      this.#notes.approximate("document name", "Converse takes each name once in a conversation");
    }
    return free;
  }

  #allowed(name: string): string {
    const allowed = name.replace(NOT_IN_NAMES, "-").replace(/\s+/g, " ").trim();
    if (allowed !== name) {
      this.#notes.approximate(
        "document name",
        "Converse takes letters, digits, spaces and ()[]- only",
      );
    }
    return allowed === "" ? UNNAMED : allowed;
  }

  #free(wanted: string): string {
    const key = wanted.toLowerCase();
    let free = wanted;
    let number = this.#given.get(key) ?? 1;
    while (this.#given.has(free.toLowerCase())) {
      number += 1;
      free = `${wanted} ${number}`;
    }
    this.#given.set(key, number);
    if (free !== wanted) this.#given.set(free.toLowerCase(), 1);
    return free;
  }
}
