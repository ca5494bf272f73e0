import { stat } from "node:fs/promises";

/**
 * When a file was last changed, in milliseconds since the epoch: for results that state no times. Copies
 * from S3 by AWS's command line keep the time at which they were written there. `undefined` where the file
 * is not on a disk.
 */
export async function fileTimeMs(path: string): Promise<number | undefined> {
  try {
    return Math.floor((await stat(path)).mtimeMs);
  } catch {
    // Whoever reads the file's bytes tells why it cannot be had.
    return undefined;
  }
}
