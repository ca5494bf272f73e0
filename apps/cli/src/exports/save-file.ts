import { createWriteStream } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** Writes a file whole or not at all: what broke off leaves nothing under its name. */
export async function saveFile(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const part = `${path}.part`;
  try {
    await pipeline(Readable.from(pieces), createWriteStream(part));
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** What stands beside a file, in its own. */
export const writeBeside = (path: string, summary: unknown): Promise<void> =>
  writeFile(`${path}.summary.json`, `${JSON.stringify(summary, null, 2)}\n`);

/** To stdout, as fast as it is taken; stdout stays open. */
export const writeToStdout = (pieces: AsyncIterable<Uint8Array>): Promise<void> =>
  pipeline(
    Readable.from(pieces),
    new Writable({
      write: (piece: Uint8Array, _encoding, done) => {
        if (process.stdout.write(piece)) done();
        else process.stdout.once("drain", done);
      },
    }),
  );
