import type { SourceFile } from "../source.ts";

const NEWLINE = 0x0a;
const OPEN_OBJECT = 0x7b;
/** A time, a stream's name and spaces stand before a record in CloudWatch's plain exports. */
const LONGEST_PREFIX = 1024;

/** How a file of records is laid out, as its beginning tells. */
export type LogLayout = "json" | "prefixed_lines" | "base64" | "table";

/** `undefined` where the beginning is none of them. */
export function layoutOf(head: Uint8Array): LogLayout | undefined {
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 2048))
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .trimStart();
  if (text.startsWith("{") || text.startsWith("[")) return "json";
  if (/^\d{4}-\d{2}-\d{2}[T ][^{\n]{1,600}\{/.test(text)) return "prefixed_lines";
  // Logs Insights' rows as CSV.
  const [firstLine = ""] = text.split("\n", 1);
  if (/(?:^|,)"?@message"?\s*(?:,|$)/.test(firstLine)) return "table";
  // The first bytes of gzip as base64 writes them.
  return text.startsWith("H4sI") ? "base64" : undefined;
}

/**
 * A file of lines of which each has something before its record, as CloudWatch's exports to S3 and
 * `aws logs tail` write them, without what stands before.
 */
export const withoutPrefixes = (file: SourceFile): SourceFile => ({
  ...file,
  open: () => recordsOfLines(file.open()),
});

async function* recordsOfLines(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let inPrefix = true;
  let skipped = 0;
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const kept: Buffer[] = [];
    let at = 0;
    while (at < bytes.length) {
      if (inPrefix) {
        const open = bytes.indexOf(OPEN_OBJECT, at);
        const end = bytes.indexOf(NEWLINE, at);
        const stops = [open, end].filter((found) => found !== -1);
        const stop = stops.length === 0 ? bytes.length : Math.min(...stops);
        skipped += stop - at;
        // What is no prefix is a line that is none of ours: it goes on, to be skipped with its place.
        if (skipped > LONGEST_PREFIX) kept.push(bytes.subarray(at, stop));
        at = stop;
        if (stops.length === 0) break;
      }
      const end = bytes.indexOf(NEWLINE, at);
      kept.push(bytes.subarray(at, end === -1 ? bytes.length : end + 1));
      inPrefix = end !== -1;
      skipped = 0;
      at = end === -1 ? bytes.length : end + 1;
    }
    if (kept.length > 0) yield Buffer.concat(kept);
  }
}

/** The text of a small file; `undefined` where it is longer than that. */
export async function textOf(file: SourceFile, mostBytes: number): Promise<string | undefined> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of file.open()) {
    length += piece.length;
    if (length > mostBytes) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}

/** The first bytes of a file; none where even they cannot be had, which whoever reads on will tell. */
export async function headOf(file: SourceFile): Promise<Uint8Array> {
  try {
    for await (const chunk of file.open()) return chunk;
  } catch {
    // Reading the file meets the same, and says it with its place.
  }
  return new Uint8Array();
}
