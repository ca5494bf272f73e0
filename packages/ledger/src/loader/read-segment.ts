import { type FileHandle, open } from "node:fs/promises";
import type { LedgerRow } from "@headgate/contract";
import { MAX_LINE_BYTES, NEWLINE, readLine } from "../spool/spool-line.ts";

/** Small enough that reading one piece does not hold up the process's other work. */
const CHUNK_BYTES = 256 * 1024;

/** One line of a segment, between two offsets of the file. */
export type SegmentLine = Readonly<{ start: number; end: number }> &
  (
    | Readonly<{ kind: "row"; row: LedgerRow }>
    | Readonly<{ kind: "bad"; reason: string; raw: Buffer }>
    /** The end of a final segment whose last line was never finished. */
    | Readonly<{ kind: "torn" }>
  );

/**
 * Reads the lines between two offsets of a segment, a piece of the file at a time, so that memory stays
 * bounded however long the segment is. An unfinished last line is left out, unless the segment is
 * final: then it is a row when its checksum holds (only the line's end is missing), and torn otherwise.
 */
export async function* readSegment(
  segment: Readonly<{ path: string; size: number; final: boolean }>,
  from: number,
): AsyncGenerator<readonly SegmentLine[]> {
  const file = await open(segment.path, "r");
  try {
    let buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
    /** Bytes in the buffer, and the offset of the first of them in the file. */
    let held = 0;
    let base = from;
    while (base + held < segment.size) {
      if (held === buffer.length) buffer = enlarged(buffer);
      const wanted = Math.min(buffer.length - held, segment.size - base - held);
      const read = await readSome(file, buffer, held, wanted, base + held);
      // The writer took back what it could not finish; the next look sees the new end.
      if (read === 0) return;
      const unsearched = held;
      held += read;
      const { lines, consumed } = splitLines(buffer, unsearched, held, base);
      if (lines.length > 0) yield lines;
      buffer.copyWithin(0, consumed, held);
      base += consumed;
      held -= consumed;
    }
    if (segment.final && held > 0) yield [lastLine(buffer, held, base)];
  } finally {
    await file.close();
  }
}

async function readSome(
  file: FileHandle,
  buffer: Buffer,
  offset: number,
  length: number,
  position: number,
): Promise<number> {
  const { bytesRead } = await file.read(buffer, offset, length, position);
  return bytesRead;
}

function enlarged(buffer: Buffer): Buffer<ArrayBuffer> {
  const larger = Buffer.allocUnsafeSlow(buffer.length * 2);
  buffer.copy(larger);
  return larger;
}

function splitLines(
  buffer: Buffer,
  unsearched: number,
  held: number,
  base: number,
): { lines: SegmentLine[]; consumed: number } {
  const lines: SegmentLine[] = [];
  const filled = buffer.subarray(0, held);
  let consumed = 0;
  let search = unsearched;
  for (;;) {
    const end = filled.indexOf(NEWLINE, search);
    if (end === -1) break;
    lines.push(lineBetween(filled, consumed, end, base, end + 1));
    consumed = end + 1;
    search = consumed;
  }
  if (held - consumed >= MAX_LINE_BYTES) {
    lines.push({
      kind: "bad",
      start: base + consumed,
      end: base + held,
      reason: "it has no end",
      raw: Buffer.from(filled.subarray(consumed, held)),
    });
    consumed = held;
  }
  return { lines, consumed };
}

/** The line in `buffer` from `start` to `end`; it takes the file up to `next`. */
export function lineBetween(
  buffer: Buffer,
  start: number,
  end: number,
  base: number,
  next: number,
): SegmentLine {
  const reading = readLine(buffer, start, end);
  const place = { start: base + start, end: base + next };
  if (reading.kind === "row") return { ...place, kind: "row", row: reading.row };
  const raw = Buffer.from(buffer.subarray(start, end));
  return { ...place, kind: "bad", reason: reading.reason, raw };
}

function lastLine(buffer: Buffer, held: number, base: number): SegmentLine {
  const line = lineBetween(buffer, 0, held, base, held);
  return line.kind === "bad" ? { kind: "torn", start: line.start, end: line.end } : line;
}
