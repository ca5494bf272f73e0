import { type ReadSkip, skipAt } from "./read-skip.ts";

/** Thrown by `SourceFile.open` where the file's compression is broken. */
export class BrokenFile extends Error {
  override readonly name = "BrokenFile";
}

/** The skip of a file that cannot be read on: what came before it stays. */
export function breakSkip(error: unknown, place: string): ReadSkip {
  if (error instanceof BrokenFile) return skipAt("file_unreadable", place, error.message);
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code !== undefined) return skipAt("file_unreadable", place, `Reading failed: ${code}.`);
  // Neither the file nor the disk: a fault of the program, which must not look like a bad file.
  throw error;
}
