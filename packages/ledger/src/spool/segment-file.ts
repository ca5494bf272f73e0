import { dirname } from "node:path";
import { flushFolder } from "./flush-folder.ts";
import type { SpoolFileSystem } from "./spool-file-system.ts";

/** One segment while it is written. Everything before `committed` is whole lines. */
export class SegmentFile {
  readonly path: string;
  readonly #fileSystem: SpoolFileSystem;
  readonly #file: number;
  #committed = 0;
  /** End of the last write, committed or not. */
  #written = 0;
  #flushed = 0;
  #flushFailed = false;
  #folderFlushed = false;
  /** The flushes so far; the file is not closed under one. */
  #flushes: Promise<unknown> = Promise.resolve();

  private constructor(fileSystem: SpoolFileSystem, path: string, file: number) {
    this.#fileSystem = fileSystem;
    this.path = path;
    this.#file = file;
  }

  /** Makes the file, which must not exist: what another process wrote is never continued. */
  static async create(fileSystem: SpoolFileSystem, path: string): Promise<SegmentFile> {
    return new SegmentFile(fileSystem, path, await fileSystem.open(path, "wx"));
  }

  get committed(): number {
    return this.#committed;
  }

  /** Whether committed lines wait for a flush. Never after a failed one: a kernel reports that once and forgets it. */
  get needsFlush(): boolean {
    return !this.#flushFailed && this.#flushed < this.#committed;
  }

  /** Writes behind what is committed, however many calls that takes. Nothing is committed by it. */
  async write(bytes: Buffer, length: number): Promise<void> {
    let done = 0;
    while (done < length) {
      const position = this.#committed + done;
      const written = await this.#fileSystem.write(
        this.#file,
        bytes,
        done,
        length - done,
        position,
      );
      if (written === 0) throw new Error("the disk took no bytes and named no reason");
      done += written;
    }
    this.#written = this.#committed + length;
  }

  /** The same in this turn; false when the disk did not take all of it. */
  writeNow(bytes: Buffer, length: number): boolean {
    try {
      const written = this.#fileSystem.writeNow(this.#file, bytes, length, this.#committed);
      if (written !== length) return false;
    } catch {
      // The caller's next write meets the same fault and tells of it.
      return false;
    }
    this.#written = this.#committed + length;
    return true;
  }

  commit(length: number): void {
    this.#committed += length;
  }

  /** Flushes to the disk what has been written, and the file's entry in its folder. */
  flush(): Promise<void> {
    const flush = this.#flushNow();
    // Without their outcomes: each would hold those of all before it.
    this.#flushes = Promise.allSettled([this.#flushes, flush]).then(() => undefined);
    return flush;
  }

  async #flushNow(): Promise<void> {
    const upTo = this.#written;
    try {
      await this.#fileSystem.datasync(this.#file);
      if (!this.#folderFlushed) await flushFolder(this.#fileSystem, dirname(this.path));
    } catch (error) {
      this.#flushFailed = true;
      throw error;
    }
    this.#folderFlushed = true;
    if (upTo > this.#flushed) this.#flushed = upTo;
  }

  /** Cuts off what was written behind the last commit. */
  truncateToCommitted(): Promise<void> {
    return this.#fileSystem.truncate(this.#file, this.#committed);
  }

  async close(): Promise<void> {
    await this.#flushes;
    await this.#fileSystem.close(this.#file);
  }
}
