import { crc32 } from "node:zlib";

/** Total length, length of the headers, and the checksum of both. */
const PRELUDE_BYTES = 12;
/** A prelude and the checksum of the whole. */
const LEAST_BYTES = PRELUDE_BYTES + 4;
/** Far above AWS's own limits (16 MiB of body, 128 KiB of headers): what is longer is no frame. */
const MOST_BYTES = 33_554_432;

/** What a chunk completed. */
export type SplitChunk = Readonly<{
  frames: readonly Buffer[];
  /** From here on the stream cannot be divided: its bytes as they came. */
  rest: Buffer | undefined;
}>;

/**
 * Cuts a stream into frames, whatever the chunks' borders. A frame's length is believed only when the
 * prelude's own checksum matches; when it does not, the stream is lost, since nothing marks where the next
 * frame begins.
 */
export class FrameSplitter {
  /** The parts of the frame that is not whole yet. */
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  /** Of the pending frame; `undefined` while its prelude is not whole. */
  #frameBytes: number | undefined;
  #frameStart = 0;
  #lost = false;

  /** Where the first frame begins that is not whole, counted in bytes from the stream's start. */
  get frameStart(): number {
    return this.#frameStart;
  }

  /** True once a prelude was wrong: {@link frameStart} tells where. */
  get lost(): boolean {
    return this.#lost;
  }

  /** Some bytes of a frame came, but not all. */
  get midFrame(): boolean {
    return this.#pendingBytes > 0;
  }

  push(chunk: Buffer): SplitChunk {
    const frames: Buffer[] = [];
    let from = 0;
    while (from < chunk.length && !this.#lost) {
      const wanted = this.#frameBytes ?? PRELUDE_BYTES;
      const taken = chunk.subarray(from, from + wanted - this.#pendingBytes);
      from += taken.length;
      this.#pending.push(taken);
      this.#pendingBytes += taken.length;
      if (this.#pendingBytes < wanted) break;
      if (this.#frameBytes === undefined) this.#readPrelude();
      else frames.push(this.#takeFrame());
    }
    if (!this.#lost) return { frames, rest: undefined };
    const rest = [...this.#pending, chunk.subarray(from)];
    this.#pending = [];
    this.#pendingBytes = 0;
    return { frames, rest: Buffer.concat(rest) };
  }

  /** Lets go of the frame that is not whole, as far as it came. */
  takePending(): readonly Buffer[] {
    const pending = this.#pending;
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#frameBytes = undefined;
    return pending;
  }

  #readPrelude(): void {
    const prelude = joined(this.#pending);
    this.#pending = [prelude];
    const frameBytes = prelude.readUInt32BE(0);
    const headerBytes = prelude.readUInt32BE(4);
    const sane =
      crc32(prelude.subarray(0, 8)) === prelude.readUInt32BE(8) &&
      frameBytes >= LEAST_BYTES + headerBytes &&
      frameBytes <= MOST_BYTES;
    if (sane) this.#frameBytes = frameBytes;
    else this.#lost = true;
  }

  #takeFrame(): Buffer {
    const frame = joined(this.#pending);
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#frameBytes = undefined;
    this.#frameStart += frame.length;
    return frame;
  }
}

/** The pieces as one; pieces that lie side by side in memory are not copied. */
function joined(pieces: readonly Buffer[]): Buffer {
  const [first] = pieces;
  if (first === undefined) return Buffer.alloc(0);
  let end = first.byteOffset;
  for (const piece of pieces) {
    if (piece.buffer !== first.buffer || piece.byteOffset !== end) return Buffer.concat(pieces);
    end += piece.length;
  }
  return Buffer.from(first.buffer, first.byteOffset, end - first.byteOffset);
}
