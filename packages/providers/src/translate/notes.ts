/** Something that a translation did not carry over as it was. */
export type Note = Readonly<{ field: string; reason: string }>;

/** What a translation could not carry over, and what it carried over as something near. */
export class TranslationNotes {
  readonly #lost: Note[] = [];
  readonly #approximated: Note[] = [];

  /** What has no counterpart: the policy decides whether the call goes on without it. */
  get lost(): readonly Note[] {
    return this.#lost;
  }

  /** What has a near counterpart: the call goes on with that, and the client is told. */
  get approximated(): readonly Note[] {
    return this.#approximated;
  }

  lose(field: string, reason: string): void {
    add(this.#lost, { field, reason });
  }

  approximate(field: string, reason: string): void {
    add(this.#approximated, { field, reason });
  }
}

/** Names of members and kinds come from the client; what is said of them stays short. */
const MOST_CHARACTERS = 200;

function add(notes: Note[], { field, reason }: Note): void {
  const note = { field: cut(field), reason: cut(reason) };
  if (!notes.some((known) => known.field === note.field && known.reason === note.reason)) {
    notes.push(note);
  }
}

const cut = (text: string): string =>
  text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}...`;
