/** Whose prompts they are and what they are sent to, with what stands for that as keys of tables. */
export type PromptSubject = Readonly<{
  keyId: string;
  provider: string;
  model: string;
  /** Prompts of one scope can share a prefix. */
  scope: string;
  /** Provider and model, whoever asks. */
  modelKey: string;
}>;

const MOST = 5_000;

/** Whose prompts can share a prefix. */
export const prefixScope = (keyId: string, provider: string, model: string): string =>
  JSON.stringify([keyId, provider, model]);

/** Makes the texts of a subject once: every call needs them, and there are few subjects. */
export class PromptSubjects {
  readonly #known = new Map<string, Map<string, Map<string, PromptSubject>>>();
  #count = 0;

  of(keyId: string, provider: string, model: string): PromptSubject {
    const known = this.#known.get(keyId)?.get(provider)?.get(model);
    if (known !== undefined) return known;
    // They are made again in no time: it is not worth knowing which of them is used.
    if (this.#count >= MOST) {
      this.#known.clear();
      this.#count = 0;
    }
    const subject: PromptSubject = {
      ...{ keyId, provider, model },
      scope: prefixScope(keyId, provider, model),
      modelKey: JSON.stringify([provider, model]),
    };
    const ofKey = this.#known.get(keyId) ?? new Map<string, Map<string, PromptSubject>>();
    const ofProvider = ofKey.get(provider) ?? new Map<string, PromptSubject>();
    this.#known.set(keyId, ofKey);
    ofKey.set(provider, ofProvider);
    ofProvider.set(model, subject);
    this.#count += 1;
    return subject;
  }
}
