import { rmdir, stat, unlink } from "node:fs/promises";
import { isMissing } from "../spool/spool-layout.ts";
import { removeMarker } from "../spool/writer-marker.ts";
import type { FoundSegment, FoundWriter } from "./find-segments.ts";

/** A folder without marker and segments may belong to a writer that is just opening it. */
const OPENING_MS = 60_000;

/** Deletes segments; returns those that would not go, with the reason. */
export async function deleteSegments(
  segments: readonly FoundSegment[],
): Promise<readonly { name: string; error: Error }[]> {
  const failures: { name: string; error: Error }[] = [];
  for (const { name, path } of segments) {
    try {
      await unlink(path);
    } catch (error) {
      if (!isMissing(error)) failures.push({ name, error: error as Error });
    }
  }
  return failures;
}

/** Removes the folder of a writer that is gone, when nothing of worth is left in it. */
export async function removeWriterFolder(writer: FoundWriter, nowMs: number): Promise<void> {
  try {
    const { mtimeMs } = await stat(writer.folder);
    if (nowMs - mtimeMs < OPENING_MS) return;
    await removeMarker(writer.folder);
    await rmdir(writer.folder);
  } catch (error) {
    // Files that are not the spool's are not the loader's to delete.
    if ((error as NodeJS.ErrnoException).code !== "ENOTEMPTY" && !isMissing(error)) throw error;
  }
}
