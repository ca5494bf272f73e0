import { join } from "node:path";
import { SegmentFile } from "./segment-file.ts";
import type { SpoolFileSystem } from "./spool-file-system.ts";
import { entriesOf, segmentFileName, segmentSequence } from "./spool-layout.ts";

/** Begins the segments of one writer, each with the next number. */
export class SegmentSequence {
  readonly #fileSystem: SpoolFileSystem;
  readonly #folder: string;
  #last: number;

  private constructor(fileSystem: SpoolFileSystem, folder: string, last: number) {
    this.#fileSystem = fileSystem;
    this.#folder = folder;
    this.#last = last;
  }

  /** Goes on behind the segments that lie in the folder already. */
  static async of(fileSystem: SpoolFileSystem, folder: string): Promise<SegmentSequence> {
    let last = 0;
    for (const entry of await entriesOf(folder)) {
      const sequence = segmentSequence(entry.name);
      if (sequence !== undefined && sequence > last) last = sequence;
    }
    return new SegmentSequence(fileSystem, folder, last);
  }

  async begin(): Promise<SegmentFile> {
    const segment = await SegmentFile.create(
      this.#fileSystem,
      join(this.#folder, segmentFileName(this.#last + 1)),
    );
    this.#last += 1;
    return segment;
  }
}
