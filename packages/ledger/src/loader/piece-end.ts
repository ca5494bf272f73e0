import { NEWLINE } from "../spool/spool-line.ts";

/** Small enough that looking through one piece does not hold up the process's other work. */
const PIECE_BYTES = 256 * 1024;

/** Where a piece of whole lines ends that begins at `start`. A line that is longer than a piece is a piece of its own. */
export function pieceEnd(bytes: Buffer, start: number, length: number): number {
  if (start + PIECE_BYTES >= length) return length;
  const end = bytes.lastIndexOf(NEWLINE, start + PIECE_BYTES) + 1;
  return end > start ? end : bytes.indexOf(NEWLINE, start) + 1;
}
