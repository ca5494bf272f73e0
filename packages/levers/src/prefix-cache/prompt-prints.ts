import { createHash, type Hash, hash } from "node:crypto";
import type { PromptSection } from "@headgate/providers";

/** What is remembered of a part of a prompt: enough to tell where it changed, too little to read it. */
export type SectionPrint = Readonly<{
  part: PromptSection["part"];
  index: number;
  bytes: number;
  /** Of the part alone. */
  digest: string;
  /** One for each 64 bytes of it. Whoever keeps the print reads them first: until then it holds the part itself. */
  chunks: Uint32Array;
}>;

export type PromptPrints = Readonly<{
  sections: readonly SectionPrint[];
  /** Of all up to the end of each part. */
  digests: readonly string[];
  /** How many of the parts are tools and system. */
  head: number;
  /** Bytes up to the end of each part. */
  bytesBefore: readonly number[];
}>;

export const CHUNK_BYTES = 64;

const shortened = (digest: string): string => digest.slice(0, 22);

/**
 * Of all that has come so far. A copy goes on where more comes: it is a context of OpenSSL's, and what is last needs none.
 */
export const digestSoFar = (running: Hash, isLast: boolean): string =>
  shortened((isLast ? running : running.copy()).digest("base64url"));

/** Made of its part when somebody asks: most prompts are those of before, of which nobody does. */
class PrintOnDemand implements SectionPrint {
  readonly part: PromptSection["part"];
  readonly index: number;
  readonly bytes: number;
  readonly #salt: Buffer;
  #piece: Buffer | undefined;
  #digest: string | undefined;
  #chunks: Uint32Array | undefined;

  constructor({ part, index, start, end }: PromptSection, body: Buffer, salt: Buffer) {
    this.part = part;
    this.index = index;
    this.bytes = end - start;
    this.#salt = salt;
    this.#piece = body.subarray(start, end);
  }

  get digest(): string {
    // At once, though that takes a copy: an object for the digest is dearer than most parts.
    this.#digest ??= shortened(
      hash("sha256", Buffer.concat([this.#salt, this.#whole]), "base64url"),
    );
    return this.#digest;
  }

  get chunks(): Uint32Array {
    if (this.#chunks === undefined) {
      this.#chunks = chunksOf(this.#whole, this.#salt.readUInt32LE(0));
      this.#digest = this.digest;
      this.#piece = undefined;
    }
    return this.#chunks;
  }

  get #whole(): Buffer {
    if (this.#piece === undefined) throw new Error("a part that was let go is read again");
    return this.#piece;
  }
}

/**
 * Digests of a prompt's parts, by a salt that nobody else knows: who sees them can guess no text by trying.
 * @param scope whose prompt it is, and where it goes: equal texts of others have other digests
 */
export function printsOf(
  body: Buffer,
  sections: readonly PromptSection[],
  { salt, scope }: Readonly<{ salt: Buffer; scope: string }>,
): PromptPrints {
  const running = createHash("sha256").update(salt).update(scope);
  const digests: string[] = [];
  const bytesBefore: number[] = [];
  let bytes = 0;
  const prints = sections.map((section, index): SectionPrint => {
    const { part, start, end } = section;
    running.update(`\n${part}\n`).update(body.subarray(start, end));
    digests.push(digestSoFar(running, index === sections.length - 1));
    bytes += end - start;
    bytesBefore.push(bytes);
    return new PrintOnDemand(section, body, salt);
  });
  const firstMessage = prints.findIndex(({ part }) => part === "message");
  return {
    sections: prints,
    digests,
    head: firstMessage < 0 ? prints.length : firstMessage,
    bytesBefore,
  };
}

/** FNV-1a from a secret begin on: 32 bits a chunk, to find a place and not to prove it. */
function chunksOf(piece: Buffer, seed: number): Uint32Array {
  const chunks = new Uint32Array(Math.ceil(piece.length / CHUNK_BYTES));
  for (let chunk = 0; chunk < chunks.length; chunk++) {
    let hash = seed ^ 0x811c9dc5;
    const end = Math.min(piece.length, (chunk + 1) * CHUNK_BYTES);
    for (let at = chunk * CHUNK_BYTES; at < end; at++) {
      hash = Math.imul(hash ^ (piece[at] as number), 0x01000193);
    }
    chunks[chunk] = hash >>> 0;
  }
  return chunks;
}
