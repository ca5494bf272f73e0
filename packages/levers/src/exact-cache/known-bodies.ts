import { crc32 } from "node:zlib";
import type { QuestionKeys } from "./cache-key.ts";
import type { Asker } from "./same-asker.ts";

/** A question that was answered from the cache. */
export type KnownBody = Readonly<{
  body: Buffer;
  scope: string;
  normalise: boolean;
  keys: QuestionKeys;
  /** Who asked it last, and how. */
  asker: Asker;
}>;

/** In all, with what stands around the bodies; what was remembered first goes first. */
const MOST_BYTES = 16_777_216;
/** About what one takes beside its body and its scope: digests, objects and its place. */
const AROUND_BYTES = 1_024;
/** Of one body: longer ones are seldom asked twice. */
const LONGEST_BYTES = 131_072;

/**
 * The keys of questions that have been answered from the cache, by the very bytes that asked: who asks again in the same
 * bytes has them without a canonical form and digests. A checksum says where to look, and then the bytes are compared whole,
 * as whoever asks compares the scope: nothing can be crafted to be taken for another.
 */
export class KnownBodies {
  readonly #known = new Map<number, KnownBody>();
  #bytes = 0;

  /** What is known of these very bytes, whoever sends them. */
  find(body: Buffer): KnownBody | undefined {
    if (this.#known.size === 0 || body.length > LONGEST_BYTES) return undefined;
    const known = this.#known.get(crc32(body));
    return known?.body.equals(body) === true ? known : undefined;
  }

  remember(body: Buffer, known: Omit<KnownBody, "body">): void {
    if (body.length > LONGEST_BYTES) return;
    const place = crc32(body);
    this.#forget(place);
    // Copied: a body can be a view of something larger.
    this.#known.set(place, { body: Buffer.from(body), ...known });
    this.#bytes += sizeOf(body, known.scope);
    for (const oldest of this.#known.keys()) {
      if (this.#bytes <= MOST_BYTES) return;
      this.#forget(oldest);
    }
  }

  /** Forgets all: none of their texts is left. */
  clear(): void {
    this.#known.clear();
    this.#bytes = 0;
  }

  #forget(place: number): void {
    const known = this.#known.get(place);
    if (known === undefined) return;
    this.#known.delete(place);
    this.#bytes -= sizeOf(known.body, known.scope);
  }
}

const sizeOf = (body: Buffer, scope: string): number => body.length + scope.length + AROUND_BYTES;
