import type { SqlRow } from "../reports/ask.ts";

/** Above the version of any row that is added, which is told by a time: room for its updates is kept above it. */
const UPDATE = 2n ** 42n;
/** A row that an import put in another's place is marked as seen elsewhere, and as gone, before the next one comes. */
const IMPORT = 4n * UPDATE;

/**
 * The version of a row that is added: of two loaders that add one id at once, the earlier one's row stays.
 * @param atMs when it is added
 */
export const originalVersion = (atMs: number): string => String(UPDATE - 1n - BigInt(atMs));

/**
 * From here on a version lies above that of any row that was added, so an update of it need be no more than one higher, and imports
 * stand closer: versions have 64 bits, which half a million imports of the wide kind use up to the half.
 */
const NARROW = 2n ** 63n;
const FIRST_NARROW_IMPORT = NARROW / IMPORT;
const NARROW_IMPORT = 2n ** 20n;

/** The version of a row that an import puts in the place of an earlier one, above all that became of that. */
export function replacingVersion(importNumber: number): string {
  const number = BigInt(importNumber);
  return String(
    number < FIRST_NARROW_IMPORT
      ? number * IMPORT
      : NARROW + (number - FIRST_NARROW_IMPORT) * NARROW_IMPORT,
  );
}

/** The version of a row that takes the place of this one, as an expression. */
export const updatedVersion = `row_version + if(row_version >= ${NARROW}, 1, ${UPDATE})`;

/** The server's clock as a version. */
export const serverVersion = "toUInt64(toUnixTimestamp64Micro(now64(6)))";

/**
 * The version of a row of which the latest counts, in the place of this one, as an expression: above it, whichever process wrote it
 * and by whatever clock.
 */
export const laterVersion = `greatest(${serverVersion}, row_version + 1)`;

let last = 0n;

/**
 * A version for rows of which the latest counts: it rises with time, and within a process with every call.
 * @param known the highest version of the row that is there: clocks of machines differ, and the later row has to stand above
 */
export function nextVersion(known?: bigint): string {
  const now = BigInt(Date.now()) * 1000n;
  last = now > last ? now : last + 1n;
  return String(known !== undefined && known >= last ? known + 1n : last);
}

/** The column `version` of an answer. */
export function versionIn({ version }: SqlRow): bigint {
  if (typeof version !== "bigint") throw new TypeError("the ledger answered with no version");
  return version;
}
