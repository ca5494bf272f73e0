import { isJsonObject, type JsonObject } from "../json-values.ts";

/** A line of a file of results; `line` counts from 1. */
export type JsonLine =
  | Readonly<{ kind: "object"; line: number; value: JsonObject }>
  | Readonly<{ kind: "unreadable"; line: number; reason: string }>;

/** The largest answer of a model with pictures in it is a few megabytes. */
const MAX_LINE_BYTES = 64 * 2 ** 20;
const NEWLINE = 0x0a;

/** Reads JSON Lines from bytes cut anywhere. Holds one line; empty lines are passed over. */
export async function* jsonLines(
  body: AsyncIterable<Buffer>,
  maxLineBytes = MAX_LINE_BYTES,
): AsyncGenerator<JsonLine> {
  let waiting: Buffer[] = [];
  let bytes = 0;
  let line = 1;
  const end = (): JsonLine | undefined => {
    const read =
      bytes > maxLineBytes ? tooLong(line, maxLineBytes) : readLine(Buffer.concat(waiting), line);
    waiting = [];
    bytes = 0;
    line += 1;
    return read;
  };
  for await (const piece of body) {
    let from = 0;
    for (let at = piece.indexOf(NEWLINE); at >= 0; at = piece.indexOf(NEWLINE, from)) {
      bytes += at - from;
      if (bytes <= maxLineBytes) waiting.push(piece.subarray(from, at));
      const read = end();
      if (read !== undefined) yield read;
      from = at + 1;
    }
    bytes += piece.length - from;
    if (bytes <= maxLineBytes) waiting.push(piece.subarray(from));
    else waiting = [];
  }
  const last = end();
  if (last !== undefined) yield last;
}

function readLine(bytes: Buffer, line: number): JsonLine | undefined {
  const text = bytes.toString("utf8").trim();
  if (text === "") return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (isJsonObject(value)) return { kind: "object", line, value };
    return { kind: "unreadable", line, reason: "it is no JSON object" };
  } catch (error) {
    if (error instanceof SyntaxError) return { kind: "unreadable", line, reason: "it is no JSON" };
    throw error;
  }
}

const tooLong = (line: number, most: number): JsonLine => ({
  kind: "unreadable",
  line,
  reason: `it is longer than ${most} bytes`,
});
