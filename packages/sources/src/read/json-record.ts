import { isUtf8 } from "node:buffer";
import { type ReadSkip, skipAt } from "./read-skip.ts";

/** One JSON object of a file. */
export type JsonRecord = Readonly<{
  kind: "record";
  value: Readonly<Record<string, unknown>>;
  /** As the file has it: to make an id of, or to keep. Made when it is asked for; it keeps a piece of the file. */
  readonly text: string;
  /** Where it begins; the first line is 1. */
  line: number;
  /** `<file>:<line>`, as skips want it. */
  place: string;
}>;

export type JsonFound = JsonRecord | ReadSkip;

/**
 * How the bytes of an object, known to be UTF-8, are read.
 * @throws SyntaxError where they are no JSON
 */
export type JsonParse = (bytes: Buffer) => unknown;

export const parseWhole: JsonParse = (bytes) => JSON.parse(bytes.toString("utf8"));

/** What a piece of a file is: an object, a list (whose members are the records), or neither. */
export type JsonPiece = JsonFound | "list" | "no_json";

/** Reads a piece that may be whole. Names no content in what it says: a body may be in it. */
export function readPiece(
  bytes: Buffer,
  { parse, name, line, known }: { parse: JsonParse; name: string; line: number; known: boolean },
): JsonPiece {
  const place = `${name}:${line}`;
  if (!known && !isUtf8(bytes)) return skipAt("row_malformed", place, "The text is not UTF-8.");
  let value: unknown;
  try {
    value = parse(bytes);
  } catch (error) {
    // Some parsers call themselves for every level, and a text may have more levels than the stack.
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
    return "no_json";
  }
  if (Array.isArray(value)) return "list";
  if (typeof value !== "object" || value === null) {
    return skipAt("row_malformed", place, "Expected a JSON object.");
  }
  return new ObjectOfFile(value as Record<string, unknown>, bytes, { line, place });
}

class ObjectOfFile implements JsonRecord {
  readonly kind = "record";
  readonly value: Readonly<Record<string, unknown>>;
  readonly line: number;
  readonly place: string;
  readonly #bytes: Buffer;

  constructor(
    value: Readonly<Record<string, unknown>>,
    bytes: Buffer,
    { line, place }: Readonly<{ line: number; place: string }>,
  ) {
    this.value = value;
    this.#bytes = bytes;
    this.line = line;
    this.place = place;
  }

  get text(): string {
    return this.#bytes.toString("utf8");
  }
}
