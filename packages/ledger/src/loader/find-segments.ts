import { stat } from "node:fs/promises";
import { join } from "node:path";
import { entriesOf, isMissing, segmentSequence } from "../spool/spool-layout.ts";
import { isWriterGone } from "../spool/writer-marker.ts";

/** A segment as it was found. */
export type FoundSegment = Readonly<{
  /** `<writer>/<file>`: its name in cursors. */
  name: string;
  path: string;
  size: number;
  /** True when nothing will be written to it any more: what is in it is all there will be. */
  final: boolean;
}>;

/** A writer's folder as it was found. */
export type FoundWriter = Readonly<{
  folder: string;
  gone: boolean;
  segments: readonly FoundSegment[];
}>;

/** Looks through the spool: writers by name, their segments in the order of writing. */
export async function findWriters(spoolDirectory: string, nowMs: number): Promise<FoundWriter[]> {
  const writers: FoundWriter[] = [];
  const folders = (await entriesOf(spoolDirectory)).filter((entry) => entry.isDirectory());
  for (const { name } of folders.sort((left, right) => (left.name < right.name ? -1 : 1))) {
    writers.push(await findWriter(join(spoolDirectory, name), name, nowMs));
  }
  return writers;
}

/**
 * The order of the three looks matters: whether the writer is gone, then which segments there are, then
 * how long each is. So a size seen for a final segment is its last one.
 */
async function findWriter(folder: string, writer: string, nowMs: number): Promise<FoundWriter> {
  const gone = await isWriterGone(folder, nowMs);
  const files = (await entriesOf(folder))
    .map((entry) => ({ file: entry.name, sequence: segmentSequence(entry.name) }))
    .filter((entry): entry is { file: string; sequence: number } => entry.sequence !== undefined)
    .sort((left, right) => left.sequence - right.sequence);
  const segments: FoundSegment[] = [];
  for (const [index, { file }] of files.entries()) {
    const path = join(folder, file);
    const size = await sizeOf(path);
    if (size === undefined) continue;
    const final = gone || index < files.length - 1;
    segments.push({ name: `${writer}/${file}`, path, size, final });
  }
  return { folder, gone, segments };
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
