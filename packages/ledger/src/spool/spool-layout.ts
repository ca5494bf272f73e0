import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";

const SEGMENT_NAME = /^(\d{8,})\.spool$/;

/** `00000001.spool`: segments of one writer sort by name in the order they were begun. */
export const segmentFileName = (sequence: number): string =>
  `${String(sequence).padStart(8, "0")}.spool`;

/** The sequence number of a segment's file name; `undefined` when the file is no segment. */
export function segmentSequence(fileName: string): number | undefined {
  const digits = SEGMENT_NAME.exec(fileName)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** The entries of a folder, none when it does not exist. */
export async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** True for the error of a file or folder that is not there. */
export const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENOENT";
