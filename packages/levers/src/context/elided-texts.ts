import { createHash } from "node:crypto";

export const HANDLE = /^hg_[A-Za-z0-9_-]{16}$/;

type Kept = Readonly<{ text: string; bytes: number }>;

export type ElidedStats = Readonly<{
  texts: number;
  bytes: number;
  maxBytes: number;
  /** Texts that had to go for others. */
  evicted: number;
  given: number;
  /** Handles that were asked for and are not held. */
  missing: number;
}>;

/** About what a map's entry takes beside its text. */
const ENTRY_BYTES = 200;

/**
 * Texts that were taken out of requests, until others need their room: a tenant's own alone are given back. They come
 * again with each request of their session, so that what is in use stays, also after a restart.
 */
export class ElidedTexts {
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;
  #maxBytes: number;
  #evicted = 0;
  #given = 0;
  #missing = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /**
   * @returns its handle: the same text of the same tenant always has the same one; undefined where it is longer than all that may be
   *   held, for a handle that nobody can be answered by is worse than none
   */
  keep(tenant: string, text: string): string | undefined {
    const handle = handleOf(tenant, text);
    const place = placeOf(tenant, handle);
    const known = this.#kept.get(place);
    if (known !== undefined) {
      this.#kept.delete(place);
      this.#kept.set(place, known);
      return handle;
    }
    const bytes = Buffer.byteLength(text) + ENTRY_BYTES;
    if (bytes > this.#maxBytes) return undefined;
    this.#kept.set(place, { text, bytes });
    this.#bytes += bytes;
    this.#makeRoom();
    return handle;
  }

  /** The text, where this tenant's requests had it and it is still held. */
  give(tenant: string, handle: string): string | undefined {
    const text = this.#kept.get(placeOf(tenant, handle))?.text;
    if (text === undefined) this.#missing += 1;
    else this.#given += 1;
    return text;
  }

  resize(maxBytes: number): void {
    this.#maxBytes = maxBytes;
    this.#makeRoom();
  }

  stats(): ElidedStats {
    return {
      texts: this.#kept.size,
      bytes: this.#bytes,
      maxBytes: this.#maxBytes,
      evicted: this.#evicted,
      given: this.#given,
      missing: this.#missing,
    };
  }

  #makeRoom(): void {
    for (const [place, { bytes }] of this.#kept) {
      if (this.#bytes <= this.#maxBytes) return;
      this.#kept.delete(place);
      this.#bytes -= bytes;
      this.#evicted += 1;
    }
  }
}

const placeOf = (tenant: string, handle: string): string => `${tenant}\0${handle}`;

const handleOf = (tenant: string, text: string): string =>
  `hg_${createHash("sha256").update(tenant).update("\0").update(text).digest("base64url").slice(0, 16)}`;
