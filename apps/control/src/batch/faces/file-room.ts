import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { HeadgateError } from "@headgate/contract";

/** Bytes of clients' files, each under its id in one folder. */
export interface FileRoom {
  /** Writes a file whole or not at all, on the disk when it is told of; returns its size. */
  write(id: string, pieces: AsyncIterable<Uint8Array | string>): Promise<number>;
  read(id: string): AsyncIterable<Buffer>;
  remove(id: string): Promise<void>;
}

const ID = /^[A-Za-z0-9_-]{1,100}$/;

export function fileRoom(folder: string): FileRoom {
  const pathOf = (id: string): string => {
    if (!ID.test(id)) throw new HeadgateError("file_unknown", `${id}.`);
    return join(folder, id);
  };
  return {
    write: async (id, pieces) => {
      const path = pathOf(id);
      const part = `${path}.part`;
      await mkdir(folder, { recursive: true, mode: 0o700 });
      try {
        const stream = createWriteStream(part, { mode: 0o600 });
        await pipeline(Readable.from(pieces), stream);
        const file = await open(part, "r+");
        await file.sync();
        await file.close();
        await rename(part, path);
        return stream.bytesWritten;
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      }
    },
    read: (id) => createReadStream(pathOf(id)),
    remove: (id) => rm(pathOf(id), { force: true }),
  };
}
