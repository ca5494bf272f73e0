import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { deserialize, serialize } from "node:v8";
import type { KeptLetThrough, LetThrough } from "./let-through.ts";

const VERSION = 1;

/** What a gateway let through by itself, in a file: it is counted by its next start where this one cannot. */
export class LetThroughFile {
  readonly #path: string;
  #savedChanges = 0;
  #saving: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * What was kept; undefined where nothing was.
   * @throws Error where it cannot be read
   */
  async read(): Promise<KeptLetThrough | undefined> {
    let bytes: Buffer;
    try {
      bytes = await readFile(this.#path);
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
      throw error;
    }
    const { version, kept } = deserialize(bytes) as { version: number; kept: KeptLetThrough };
    if (version !== VERSION) throw new Error(`it is of version ${version}`);
    return kept;
  }

  /** Writes what there is now, where it is not what was written last. @throws Error where it cannot be written */
  save(letThrough: LetThrough): Promise<void> {
    const turn = this.#saving.then(() => this.#save(letThrough));
    this.#saving = turn.catch(() => undefined);
    return turn;
  }

  async #save(letThrough: LetThrough): Promise<void> {
    const { changes, kept } = letThrough;
    if (changes === this.#savedChanges) return;
    if (kept.open.length + kept.waiting.length === 0) await rm(this.#path, { force: true });
    else {
      // Whole or not at all: a stop may come in the middle.
      const next = `${this.#path}.next`;
      await writeFile(next, serialize({ version: VERSION, kept }), { mode: 0o600 });
      await rename(next, this.#path);
    }
    this.#savedChanges = changes;
  }
}
