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

function add(notes: Note[], note: Note): void {
  if (!notes.some(({ field, reason }) => field === note.field && reason === note.reason)) {
    notes.push(note);
  }
}
