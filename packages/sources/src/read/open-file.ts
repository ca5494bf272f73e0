import { open } from "node:fs/promises";
import { createGunzip, gunzipSync } from "node:zlib";
import type { SourceFile } from "../source.ts";
import { BrokenFile } from "./file-break.ts";

const CHUNK_BYTES = 256 * 1024;
const GZIP = "1f8b";
/** What a small file may become when it is undone at once. */
const MOST_AT_ONCE_BYTES = 8 * 2 ** 20;
const UNDONE_CHUNK_BYTES = 2 ** 20;
/** What is undone ahead of the caller. */
const MOST_HELD_BYTES = 2 * 2 ** 20;

/** Compressions that Headgate knows by their first bytes but does not undo. */
const unreadCompressions: readonly (readonly [magic: string, name: string])[] = [
  ["28b52ffd", "Zstandard"],
  ["425a68", "bzip2"],
  ["fd377a585a00", "xz"],
  ["504b0304", "zip"],
];

/** Called with the number of bytes that were taken from the disk, for progress. */
export type OnBytes = (bytes: number) => void;

/**
 * A file on disk as sources read it: plain, or gzip (told by its first bytes, not its name; several members
 * behind each other are one file). Broken gzip throws `BrokenFile` behind the last byte that could be undone.
 */
export function openFile(name: string, path: string, onBytes?: OnBytes): SourceFile {
  return { name, path, onBytes, open: () => decompressed(bytesOf(path, onBytes)) };
}

/** The same of a small file whose bytes were read already: it is undone once, however often it is opened. */
export function openContent(name: string, path: string, content: Buffer): SourceFile {
  const whole = undoneAtOnce(content);
  const pieces =
    whole === undefined ? () => decompressed(inMemory(content)) : () => inMemory(whole);
  return { name, path, open: pieces };
}

async function* inMemory(content: Buffer): AsyncGenerator<Buffer, undefined> {
  if (content.length > 0) yield content;
  return undefined;
}

/** `undefined` for what is broken, larger than it looks or compressed otherwise: that is read in pieces, which tell. */
function undoneAtOnce(content: Buffer): Buffer | undefined {
  const magic = magicOf(content);
  if (unreadCompression(magic) !== undefined) return undefined;
  if (!magic.startsWith(GZIP)) return content;
  try {
    return gunzipSync(content, { maxOutputLength: MOST_AT_ONCE_BYTES });
  } catch {
    return undefined;
  }
}

const magicOf = (bytes: Buffer): string => bytes.subarray(0, 6).toString("hex");

const unreadCompression = (magic: string): string | undefined =>
  unreadCompressions.find(([start]) => magic.startsWith(start))?.[1];

async function* decompressed(pieces: AsyncGenerator<Buffer, undefined>): AsyncIterable<Uint8Array> {
  try {
    const first = await pieces.next();
    if (first.done === true) return;
    const magic = magicOf(first.value);
    const unread = unreadCompression(magic);
    if (unread !== undefined) {
      throw new BrokenFile(
        `The file is compressed as ${unread}; Headgate reads plain files and gzip.`,
      );
    }
    if (magic.startsWith(GZIP)) yield* gunzipped(first.value, pieces);
    else {
      yield first.value;
      for (;;) {
        const next = await pieces.next();
        if (next.done === true) return;
        yield next.value;
      }
    }
  } finally {
    await pieces.return(undefined);
  }
}

async function* bytesOf(path: string, onBytes?: OnBytes): AsyncGenerator<Buffer, undefined> {
  const handle = await open(path, "r");
  try {
    for (;;) {
      const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
      const { bytesRead } = await handle.read(buffer, 0, CHUNK_BYTES, null);
      if (bytesRead === 0) return undefined;
      onBytes?.(bytesRead);
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/**
 * Written by hand over the stream: a pipeline drops what it holds when it fails, and what came before the
 * break must stay. The next piece is undone on zlib's thread while the caller works on the last one; large pieces,
 * because each costs a turn of that thread, and no more than a few at once, because a piece of gzip may become a
 * thousand times as much.
 */
async function* gunzipped(
  first: Buffer,
  rest: AsyncGenerator<Buffer, undefined>,
): AsyncIterable<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: UNDONE_CHUNK_BYTES });
  let ready: Buffer[] = [];
  let held = 0;
  let failure: Error | undefined;
  let isWaiting = true;
  let hasEnded = false;
  let wake: () => void = () => undefined;
  const asked = (): void => {
    isWaiting = true;
    wake();
  };
  gunzip.on("data", (piece: Buffer) => {
    ready.push(piece);
    held += piece.length;
    if (held < MOST_HELD_BYTES) return;
    gunzip.pause();
    wake();
  });
  gunzip.once("end", () => {
    hasEnded = true;
    wake();
  });
  gunzip.on("error", (error) => {
    failure = error;
    wake();
  });
  let read = first.length;
  let next: Buffer | undefined = first;
  try {
    while (!hasEnded && failure === undefined) {
      if (isWaiting && next !== undefined) {
        isWaiting = false;
        gunzip.write(next, asked);
        const { value }: IteratorResult<Buffer, undefined> = await rest.next();
        next = value;
        read += next?.length ?? 0;
        if (next === undefined) gunzip.end();
      }
      if (ready.length === 0 && !hasEnded && failure === undefined && !(isWaiting && next)) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const undone = ready;
      ready = [];
      held = 0;
      gunzip.resume();
      yield* undone;
    }
    yield* ready;
    if (failure !== undefined) {
      // What it had undone before the break and could not give away any more.
      for (let piece = gunzip.read(); piece !== null; piece = gunzip.read()) yield piece;
      throw new BrokenFile(
        `The gzip is broken within the first ${read} bytes of the file (${codeOf(failure)}). What stands before this place was read; download the file again and load it anew.`,
      );
    }
  } finally {
    gunzip.destroy();
  }
}

const codeOf = (error: Error): string => (error as NodeJS.ErrnoException).code ?? error.message;
