import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { FileInTurn } from "./read-ahead.ts";
import type { FoundFile } from "./walk-files.ts";

/**
 * Tells whether a file has the content of one that was asked about before; then its name. Only files of one
 * size are read for it.
 */
export class RepeatedFiles {
  readonly #bySize: ReadonlyMap<number, number>;
  readonly #seen = new Map<string, string>();

  constructor(files: readonly FoundFile[]) {
    const bySize = new Map<number, number>();
    for (const { bytes } of files) bySize.set(bytes, (bySize.get(bytes) ?? 0) + 1);
    this.#bySize = bySize;
  }

  async firstOf(
    { found: file, content }: FileInTurn,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    if ((this.#bySize.get(file.bytes) ?? 0) < 2 || file.bytes === 0) return undefined;
    const hash = createHash("sha256");
    if (content === undefined) await pipeline(createReadStream(file.path), hash, { signal });
    else hash.update(content);
    const key = `${file.bytes}:${hash.digest("hex")}`;
    const first = this.#seen.get(key);
    if (first === undefined) this.#seen.set(key, file.name);
    return first;
  }
}
