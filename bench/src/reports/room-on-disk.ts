import { statfsSync } from "node:fs";

/** What a row takes with its sums, in a ledger of a million rows, where it takes most; and as much again in ten. */
const BYTES_A_ROW = 300;
const GIGABYTE = 1e9;

/**
 * Says how much room the largest of these ledgers needs: they are made one after another.
 * @param millions sizes in millions of rows
 * @throws Error where the folder has less
 */
export function requireRoom(folder: string, millions: readonly number[]): void {
  const needed = (Math.max(...millions) * 1e6 * BYTES_A_ROW) / GIGABYTE;
  const { bavail, bsize } = statfsSync(folder);
  const free = (bavail * bsize) / GIGABYTE;
  process.stderr.write(
    `The largest ledger takes about ${needed.toFixed(1)} GB in ${folder}, which has ${free.toFixed(1)} GB.\n`,
  );
  if (needed > free) {
    throw new Error(
      `There is not room enough in ${folder}: name another folder by TMPDIR, or make smaller ledgers by --rows.`,
    );
  }
}
