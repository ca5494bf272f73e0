import { isUtf8 } from "node:buffer";
import { HeadgateError } from "@headgate/contract";
import { type ParseError, parse, printParseErrorCode } from "jsonc-parser";
import { isJsonObject, type JsonObject } from "./json-values.ts";

/**
 * Parses a request's body. Messages name places, never content: bodies may be private.
 *
 * @throws HeadgateError `body_malformed`
 */
export function parseRequestBody(body: Buffer): JsonObject {
  if (body.length === 0) throw new HeadgateError("body_malformed", "The body is empty.");
  if (!isUtf8(body)) {
    const at = firstInvalidByte(body);
    throw new HeadgateError("body_malformed", `The bytes at ${at} are not UTF-8.`, { byte: at });
  }
  const text = body.toString("utf8");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw malformed(text, error);
  }
  if (!isJsonObject(value)) {
    throw new HeadgateError("body_malformed", `Line 1, column 1: expected an object.`);
  }
  return value;
}

function malformed(text: string, cause: unknown): HeadgateError {
  if (text.startsWith("\uFEFF")) {
    return new HeadgateError(
      "body_malformed",
      "Line 1, column 1: a byte-order mark.",
      {},
      { cause },
    );
  }
  const errors: ParseError[] = [];
  parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  const first = errors[0];
  if (first === undefined) return new HeadgateError("body_malformed", undefined, {}, { cause });
  const before = text.slice(0, first.offset);
  const line = before.split("\n").length;
  const column = first.offset - (before.lastIndexOf("\n") + 1) + 1;
  return new HeadgateError(
    "body_malformed",
    `Line ${line}, column ${column}: ${printParseErrorCode(first.error)}.`,
    { line, column, byte: Buffer.byteLength(before, "utf8") },
    { cause },
  );
}

/** The offset of the first byte that belongs to no UTF-8 character. */
function firstInvalidByte(body: Buffer): number {
  let valid = 0;
  let invalid = body.length;
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    if (isUtf8Prefix(body.subarray(0, middle))) valid = middle;
    else invalid = middle;
  }
  while (valid > 0 && !isUtf8(body.subarray(0, valid))) valid -= 1;
  return valid;
}

/** Whether the bytes are UTF-8 but for a last character that may be cut. */
const isUtf8Prefix = (bytes: Buffer): boolean =>
  [0, 1, 2, 3].some((cut) => cut <= bytes.length && isUtf8(bytes.subarray(0, bytes.length - cut)));
