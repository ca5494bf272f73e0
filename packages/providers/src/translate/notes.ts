/** Something that a translation did not carry over as it was. */
export type Note = Readonly<{ field: string; reason: string }>;

/**
 * What a translation could not carry over, and what it carried over as something near. Members come from
 * the client and the provider, so what is kept of them is bounded; the rest is counted.
 */
export class TranslationNotes {
  readonly #lost = new BoundedNotes();
  readonly #approximated = new BoundedNotes();

  /** What has no counterpart: the policy decides whether the call goes on without it. */
  get lost(): readonly Note[] {
    return this.#lost.kept;
  }

  /** What has a near counterpart: the call goes on with that, and the client is told. */
  get approximated(): readonly Note[] {
    return this.#approximated.kept;
  }

  /** How many losses came when no more were kept; one that comes twice counts twice. */
  get lostBeyond(): number {
    return this.#lost.beyond;
  }

  /** The same of what was carried over as something near. */
  get approximatedBeyond(): number {
    return this.#approximated.beyond;
  }

  lose(field: string, reason: string): void {
    this.#lost.add(field, reason);
  }

  approximate(field: string, reason: string): void {
    this.#approximated.add(field, reason);
  }
}

/** Names of members and kinds come from outside; what is said of them stays short. */
const MOST_CHARACTERS = 200;
const MOST_NOTES = 100;

class BoundedNotes {
  readonly kept: Note[] = [];
  beyond = 0;

  add(fullField: string, fullReason: string): void {
    const field = cut(fullField);
    const reason = cut(fullReason);
    if (this.kept.some((known) => known.field === field && known.reason === reason)) return;
    if (this.kept.length < MOST_NOTES) this.kept.push({ field, reason });
    else this.beyond += 1;
  }
}

const cut = (text: string): string =>
  text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}...`;
