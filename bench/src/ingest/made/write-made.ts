import { createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

const PIECE_CHARACTERS = 256 * 1024;

export type MadeFile = Readonly<{ path: string; rawBytes: number; fileBytes: number }>;

/**
 * Writes lines until a file has its size, as gzip where its name says so. Lines come from one function, called
 * again and again; `onBytes` is told how much there is.
 */
export async function writeMade(
  path: string,
  { bytes, header = "", line }: Readonly<{ bytes: number; header?: string; line: () => string }>,
  onBytes: (made: number) => void,
): Promise<MadeFile> {
  let rawBytes = 0;
  function* pieces(): Iterable<Buffer> {
    let piece = header;
    while (rawBytes < bytes) {
      while (piece.length < PIECE_CHARACTERS) piece += `${line()}\n`;
      const made = Buffer.from(piece);
      rawBytes += made.length;
      onBytes(rawBytes);
      yield made;
      piece = "";
    }
  }
  const source = Readable.from(pieces(), { objectMode: false });
  const file = createWriteStream(path);
  if (path.endsWith(".gz")) await pipeline(source, createGzip(), file);
  else await pipeline(source, file);
  return { path, rawBytes, fileBytes: (await stat(path)).size };
}
