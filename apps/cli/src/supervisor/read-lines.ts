import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** Calls `onLine` with each line of a stream that is not empty. */
export function readLines(stream: Readable | null, onLine: (line: string) => void): void {
  if (stream === null) return;
  createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on("line", (line) => {
    if (line.trim() !== "") onLine(line);
  });
}
