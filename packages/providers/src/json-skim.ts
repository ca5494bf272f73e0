const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;

/**
 * Reads a few top-level members of a JSON object that arrives in pieces and skips the rest, so that an
 * answer too large to keep (embeddings run to tens of megabytes) still tells its usage.
 */
export class JsonSkim {
  readonly #wanted: ReadonlySet<string>;
  readonly #maxValueBytes: number;
  readonly #anyJson: boolean;
  readonly #members = new Map<string, unknown>();
  /** Pieces of the key or the wanted value being read; undefined while skipping. */
  #capture: Buffer[] | undefined;
  #capturedBytes = 0;
  #key: string | undefined;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #expectsKey = false;
  /** The outermost value has members; only another one than an object has none. */
  #isObject = false;
  #closed = false;
  #problem: string | undefined;

  /** @param anyJson another value than an object is skipped to its end; otherwise it is garbled */
  constructor(wanted: ReadonlySet<string>, maxValueBytes: number, anyJson = false) {
    this.#anyJson = anyJson;
    this.#wanted = wanted;
    this.#maxValueBytes = maxValueBytes;
  }

  /** The members found, parsed. */
  get members(): ReadonlyMap<string, unknown> {
    return this.#members;
  }

  get state(): "open" | "closed" | "garbled" {
    if (this.#problem !== undefined) return "garbled";
    return this.#closed ? "closed" : "open";
  }

  get problem(): string | undefined {
    return this.#problem;
  }

  push(chunk: Buffer): void {
    let at = 0;
    let captureFrom = 0;
    const keep = (end: number): void => {
      if (this.#capture === undefined || captureFrom >= end) return;
      this.#capturedBytes += end - captureFrom;
      this.#capture.push(chunk.subarray(captureFrom, end));
    };
    while (at < chunk.length && this.#problem === undefined) {
      if (this.#inString) {
        at = this.#skipString(chunk, at);
        if (!this.#inString && this.#depth === 1 && this.#expectsKey) {
          keep(at);
          this.#takeKey();
        }
        continue;
      }
      const byte = chunk[at] as number;
      if (byte === QUOTE) {
        if (this.#depth === 0 && !this.#anyJson) this.#fail();
        if (this.#depth === 1 && this.#expectsKey) {
          this.#capture = [];
          captureFrom = at;
        }
        this.#inString = true;
      } else if (byte === 0x7b || byte === 0x5b) {
        if (this.#depth === 0) {
          this.#isObject = byte === 0x7b;
          if (this.#closed || !(this.#isObject || this.#anyJson)) this.#fail();
          this.#expectsKey = this.#isObject;
        }
        this.#depth += 1;
      } else if (byte === 0x7d || byte === 0x5d) {
        if (this.#depth === 1) {
          keep(at);
          this.#takeValue();
          this.#closed = true;
        }
        this.#depth -= 1;
        if (this.#depth < 0) this.#fail();
      } else if (this.#depth === 1 && byte === COLON) {
        this.#expectsKey = false;
        if (this.#key !== undefined && this.#wanted.has(this.#key)) {
          this.#capture = [];
          captureFrom = at + 1;
        }
      } else if (this.#depth === 1 && byte === COMMA) {
        keep(at);
        this.#takeValue();
        this.#expectsKey = this.#isObject;
      } else if (this.#depth === 0 && byte > 0x20) this.#fail();
      at += 1;
    }
    keep(chunk.length);
    if (this.#capturedBytes > this.#maxValueBytes) {
      this.#problem = `a member is larger than ${this.#maxValueBytes} bytes`;
    }
  }

  /** The offset after the string's end, or the chunk's length while it goes on. */
  #skipString(chunk: Buffer, from: number): number {
    let at = from;
    if (this.#escaped) {
      this.#escaped = false;
      at += 1;
    }
    for (;;) {
      const quote = chunk.indexOf(QUOTE, at);
      const stop = quote === -1 ? chunk.length : quote;
      let backslashes = 0;
      while (stop - 1 - backslashes >= at && chunk[stop - 1 - backslashes] === BACKSLASH) {
        backslashes += 1;
      }
      const odd = backslashes % 2 === 1;
      if (quote === -1) {
        this.#escaped = odd;
        return chunk.length;
      }
      at = quote + 1;
      if (!odd) {
        this.#inString = false;
        return at;
      }
    }
  }

  #takeKey(): void {
    const key = this.#parseCapture();
    this.#key = typeof key === "string" ? key : undefined;
    this.#expectsKey = false;
  }

  #takeValue(): void {
    if (this.#capture !== undefined && this.#key !== undefined) {
      this.#members.set(this.#key, this.#parseCapture());
    }
    this.#key = undefined;
  }

  #parseCapture(): unknown {
    const bytes = Buffer.concat(this.#capture ?? []);
    this.#capture = undefined;
    this.#capturedBytes = 0;
    try {
      const value: unknown = JSON.parse(bytes.toString("utf8"));
      return value;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      this.#fail();
      return undefined;
    }
  }

  #fail(): void {
    this.#problem ??= "the answer is not a JSON object";
  }
}
