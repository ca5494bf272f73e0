import { readFile } from "node:fs/promises";
import type { FoundFile } from "./walk-files.ts";

/** Up to this size a file is read whole: opening it again for its beginning, its kind and its rows costs more. */
const SMALL_BYTES = 256 * 1024;
/** So many are held at once: a tree in S3 has hundreds of thousands of files of some kilobytes. */
const MOST_AHEAD = 16;

/** A file whose turn has come, with its bytes where it is small and could be read. */
export type FileInTurn = Readonly<{ found: FoundFile; content: Buffer | undefined }>;

/** Files in their order, the small ones read while those before them are worked on. */
export async function* readAhead(files: readonly FoundFile[]): AsyncIterable<FileInTurn> {
  const ahead: Promise<FileInTurn>[] = [];
  let next = 0;
  while (next < files.length || ahead.length > 0) {
    while (ahead.length < MOST_AHEAD) {
      const found = files[next];
      if (found === undefined) break;
      next += 1;
      ahead.push(fileOf(found));
    }
    const first = await ahead.shift();
    if (first !== undefined) yield first;
  }
}

async function fileOf(found: FoundFile): Promise<FileInTurn> {
  if (found.bytes > SMALL_BYTES) return { found, content: undefined };
  // Whoever opens it meets the same failure, and says it with its place.
  const content = await readFile(found.path).catch(() => undefined);
  // A file that has grown meanwhile is a large one.
  const isSmall = content !== undefined && content.length <= SMALL_BYTES;
  return { found, content: isSmall ? content : undefined };
}
