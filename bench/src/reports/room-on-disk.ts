import { statfsSync } from "node:fs";

/** What a row takes with its sums, over what the sums of ninety days take whatever their rows. */
const BYTES_A_ROW = 250;
const BYTES_OF_SUMS = 150e6;

/**
 * Says how much room the largest of these ledgers takes, which are made one after another.
 * @param millions their sizes in millions of rows
 * @throws Error where the folder has less
 */
export function requireRoom(folder: string, millions: readonly number[]): void {
  const needed = Math.max(...millions) * 1e6 * BYTES_A_ROW + BYTES_OF_SUMS;
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  process.stderr.write(
    `The largest ledger takes about ${gigabytes(needed)} in ${folder}, where ${gigabytes(free)} are free.\n`,
  );
  if (needed > free) {
    throw new Error(
      `${folder} has not room enough: name another folder by TMPDIR, or smaller ledgers by --rows.`,
    );
  }
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
