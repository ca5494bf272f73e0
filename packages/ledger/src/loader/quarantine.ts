import { mkdir, open, readFile, truncate } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { isMissing } from "../spool/spool-layout.ts";
import { NEWLINE } from "../spool/spool-line.ts";

/** A line that cannot be loaded, as it stands in its segment. */
export type BadLine = Readonly<{ start: number; raw: Buffer; reason: string }>;

const NEWLINE_BYTES = Buffer.of(NEWLINE);

/**
 * Sets lines aside, one file a segment: each line as it was, behind its offset in the segment.
 * Setting the same line aside again changes nothing, so a load that is tried again does not double it.
 */
export class Quarantine {
  readonly #directory: string;
  /** What each file that was looked at holds. */
  readonly #held = new Map<string, Set<string>>();
  /** What this process has set aside, also when the file held it from before. */
  readonly #seen = new Set<string>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** The file for a segment, e.g. `gateway-1-00000001.spool.bad` for `gateway-1/00000001.spool`. */
  fileOf(segment: string): string {
    return join(this.#directory, `${segment.replaceAll("/", "-")}.bad`);
  }

  /**
   * Resolves when the lines of one segment are on the disk, to those of them that this process had not
   * set aside before.
   */
  async add(segment: string, lines: readonly BadLine[]): Promise<readonly BadLine[]> {
    await mkdir(this.#directory, { recursive: true });
    const path = this.fileOf(segment);
    const held = this.#held.get(path) ?? (await readHeld(path));
    // Read anew after a failure half-way: the file then tells what it took.
    this.#held.delete(path);
    const file = await open(path, "a", 0o600);
    try {
      for (const { start, raw } of lines) {
        const key = entryKey(start, raw);
        if (held.has(key)) continue;
        await file.appendFile(Buffer.concat([Buffer.from(`${start} `), raw, NEWLINE_BYTES]));
        held.add(key);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    this.#held.set(path, held);
    return lines.filter(({ start, raw }) => {
      const key = `${segment} ${entryKey(start, raw)}`;
      const unseen = !this.#seen.has(key);
      this.#seen.add(key);
      return unseen;
    });
  }
}

const entryKey = (start: number, raw: Buffer): string => `${start} ${crc32(raw)}`;

/** The entries of a file; one that was cut short is taken away. */
async function readHeld(path: string): Promise<Set<string>> {
  const held = new Set<string>();
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if (isMissing(error)) return held;
    throw error;
  }
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(NEWLINE, start);
    if (end === -1) break;
    const blank = bytes.indexOf(" ", start);
    const offset = Number(bytes.toString("latin1", start, blank));
    held.add(entryKey(offset, bytes.subarray(blank + 1, end)));
    start = end + 1;
  }
  if (start < bytes.length) await truncate(path, start);
  return held;
}
