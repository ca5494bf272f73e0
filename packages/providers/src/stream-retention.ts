/** What was kept of a stream, from its beginning. */
export type RetainedStream = Readonly<{
  chunks: readonly Buffer[];
  retainedBytes: number;
  /** All bytes that came, kept or not. */
  totalBytes: number;
}>;

/** A meter that keeps what it read, so that a cut stream can be estimated. */
export interface RetainingMeter {
  retained(): RetainedStream;
}

/** Keeps a stream's beginning, up to a limit, and the count of all of it. */
export class StreamRetention {
  readonly #maxBytes: number;
  #chunks: Buffer[] = [];
  #retainedBytes = 0;
  #totalBytes = 0;
  #full = false;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  add(chunk: Buffer): void {
    this.#totalBytes += chunk.length;
    if (this.#full) return;
    if (this.#retainedBytes + chunk.length > this.#maxBytes) {
      this.#full = true;
      return;
    }
    this.#chunks.push(chunk);
    this.#retainedBytes += chunk.length;
  }

  /** Lets go of what was kept, once it is clear that nothing has to be estimated. */
  clear(): void {
    this.#chunks = [];
    this.#retainedBytes = 0;
    this.#full = true;
  }

  view(): RetainedStream {
    return {
      chunks: this.#chunks,
      retainedBytes: this.#retainedBytes,
      totalBytes: this.#totalBytes,
    };
  }
}
