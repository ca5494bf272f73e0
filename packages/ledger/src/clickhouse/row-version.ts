/** Above the version of any row that is added, which is told by a time: room for its updates is kept above it. */
const UPDATE = 2n ** 42n;
/** A row that an import put in another's place is marked as seen elsewhere, and as gone, before the next one comes. */
const IMPORT = 4n * UPDATE;

/**
 * The version of a row that is added: of two loaders that add one id at once, the earlier one's row stays.
 * @param atMs when it is added
 */
export const originalVersion = (atMs: number): string => String(UPDATE - 1n - BigInt(atMs));

/** The version of a row that an import puts in the place of an earlier one, above all that became of that. */
export const replacingVersion = (importNumber: number): string =>
  String(BigInt(importNumber) * IMPORT);

/** The version of a row that takes the place of this one, as an expression. */
export const updatedVersion = `row_version + ${UPDATE}`;

let last = 0n;

/** A version for rows of which the latest counts: it rises with time, and within a process with every call. */
export function nextVersion(): string {
  const now = BigInt(Date.now()) * 1000n;
  last = now > last ? now : last + 1n;
  return String(last);
}
