/** How many keys are remembered; the one that was not met for the longest is forgotten. */
const MOST = 10_000;
/** What is kept of older answers at each new one. */
const KEPT = 0.98;
/** An answer of which nothing is known is taken to be so long, where the client sets no limit. */
const UNKNOWN = 400;

type Mean = { tokens: number; weight: number };

/** How long the answers of each model are, by task: what a call is expected to cost at it follows from that. */
export class AnswerLengths {
  readonly #means = new Map<string, Mean>();

  note(fingerprint: string | undefined, model: string, tokens: number): void {
    for (const key of keysOf(fingerprint, model)) {
      const mean = this.#means.get(key) ?? { tokens: 0, weight: 0 };
      mean.weight = KEPT * mean.weight + 1;
      mean.tokens += (tokens - mean.tokens) / mean.weight;
      this.#means.delete(key);
      this.#means.set(key, mean);
    }
    while (this.#means.size > MOST) {
      const [oldest] = this.#means.keys();
      if (oldest === undefined) break;
      this.#means.delete(oldest);
    }
  }

  /** The mean of the task's answers by this model, else of the task's, else of the model's; never above the client's limit. */
  expected(
    fingerprint: string | undefined,
    { model, limit }: Readonly<{ model: string; limit: number | undefined }>,
  ): number {
    const known = keysOf(fingerprint, model).map((key) => this.#means.get(key)?.tokens);
    const tokens = Math.ceil(known.find((mean) => mean !== undefined) ?? UNKNOWN);
    return limit === undefined ? tokens : Math.min(limit, tokens);
  }
}

/** The narrowest first. A model that a task has not met yet is taken to answer it as others do. */
const keysOf = (fingerprint: string | undefined, model: string): readonly string[] =>
  fingerprint === undefined ? [model] : [`${fingerprint} ${model}`, fingerprint, model];
