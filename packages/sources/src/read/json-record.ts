import { isUtf8 } from "node:buffer";
import { type ReadSkip, skipAt } from "./read-skip.ts";

/** One JSON object of a file. */
export type JsonRecord = Readonly<{
  kind: "record";
  value: Readonly<Record<string, unknown>>;
  /** As the file has it: to make an id of, or to keep. */
  text: string;
  /** Where it begins; the first line is 1. */
  line: number;
  /** `<file>:<line>`, as skips want it. */
  place: string;
}>;

export type JsonFound = JsonRecord | ReadSkip;

export type JsonParse = (text: string) => unknown;

/** What a piece of a file is: an object, a list (whose members are the records), or neither. */
export type JsonPiece = JsonFound | "list" | "no_json";

/** Reads a piece that may be whole. Names no content in what it says: a body may be in it. */
export function readPiece(
  bytes: Buffer,
  { parse, name, line, known }: { parse: JsonParse; name: string; line: number; known: boolean },
): JsonPiece {
  const place = `${name}:${line}`;
  if (!known && !isUtf8(bytes)) return skipAt("row_malformed", place, "The text is not UTF-8.");
  const text = bytes.toString("utf8");
  let value: unknown;
  try {
    value = parse(text);
  } catch {
    return "no_json";
  }
  if (Array.isArray(value)) return "list";
  if (typeof value !== "object" || value === null) {
    return skipAt("row_malformed", place, "Expected a JSON object.");
  }
  return { kind: "record", value: value as Record<string, unknown>, text, line, place };
}
