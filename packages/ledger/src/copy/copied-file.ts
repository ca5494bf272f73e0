import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/**
 * Rows between two engines: a file of Parquet with the columns of their table and what names them. Moments are whole
 * microseconds, for engines read Parquet's own moments in different ways; all else is as it lies in the table.
 */
export const KEY_COLUMN = "row_key";

/** Files of one copying, which nothing needs behind it. */
export interface CopiedFiles {
  /** Where the next one is to be; each has a name of its own. */
  next(): string;
  done(file: string): Promise<void>;
  close(): Promise<void>;
}

/** @param folder is emptied first: a copying that was cut off left its files there. One of the system's unless said */
export async function copiedFiles(folder: string | undefined): Promise<CopiedFiles> {
  let place = folder;
  if (place === undefined) place = await mkdtemp(join(tmpdir(), "headgate-migration-"));
  else {
    await rm(place, { recursive: true, force: true });
    // As the system's is: the folder that it lies in may be somebody else's, and open.
    await mkdir(place, { recursive: true, mode: 0o700 });
  }
  const made = place;
  let count = 0;
  return {
    next: () => {
      count += 1;
      return join(made, `${count}.parquet`);
    },
    done: (file) => rm(file, { force: true }),
    close: () => rm(made, { recursive: true, force: true }),
  };
}

export const writeFileFrom = (stream: Readable, file: string): Promise<void> =>
  pipeline(stream, createWriteStream(file, { mode: 0o600 }));

/** The bytes of such a file. It is opened when they are asked for, and closed when nobody wants more: a server that is away asks for none. */
export async function* bytesOf(file: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(file);
}
