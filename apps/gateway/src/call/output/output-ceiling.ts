import { countTokens } from "@headgate/providers";

/** Text is counted in pieces of this size at least: each goes through a worker. */
const PIECE_CHARACTERS = 2_048;

type Options = Readonly<{
  /** The most tokens that the answer may have. */
  tokens: number;
  count?: typeof countTokens;
  /** Counting failed: the answer goes on uncounted. */
  failed: (error: unknown) => void;
}>;

/**
 * Tells when an answer has more tokens than were set aside for it, by our own count (o200k_base). Nothing is counted
 * before it could have: a token stands for a byte at least. Counting takes its time beside the stream, so what
 * arrives meanwhile still passes.
 */
export class OutputCeiling {
  readonly #options: Options;
  readonly #count: typeof countTokens;
  #waiting: string[] = [];
  #waitingCharacters = 0;
  #bytes = 0;
  #counted = 0;
  #isCounting = false;
  #isOff = false;

  constructor(options: Options) {
    this.#options = options;
    this.#count = options.count ?? countTokens;
  }

  /** @returns whether what had been counted by now is more than the answer may have */
  push(produced: string): boolean {
    if (this.#isOff) return false;
    this.#waiting.push(produced);
    this.#waitingCharacters += produced.length;
    this.#bytes += Buffer.byteLength(produced);
    const couldBe = this.#bytes > this.#options.tokens;
    if (couldBe && !this.#isCounting && this.#waitingCharacters >= PIECE_CHARACTERS) this.#start();
    return this.#counted > this.#options.tokens;
  }

  #start(): void {
    this.#isCounting = true;
    const text = this.#waiting.join("");
    this.#waiting = [];
    this.#waitingCharacters = 0;
    this.#count([text])
      .then(([tokens]) => {
        if (tokens === undefined) throw new RangeError("the tokenizer left out a text");
        this.#counted += tokens;
        this.#isCounting = false;
      })
      .catch((error: unknown) => {
        this.#isOff = true;
        this.#waiting = [];
        this.#options.failed(error);
      });
  }
}
