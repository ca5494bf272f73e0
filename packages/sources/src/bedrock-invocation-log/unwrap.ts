import { gunzipSync } from "node:zlib";
import { isJsonObject, type JsonObject, listOrEmpty, objectOrAbsent } from "@headgate/providers";
import { type ReadSkip, skipAt } from "../read/read-skip.ts";
import { parseRecord } from "./parse-record.ts";
import { isLogRecord } from "./read-record.ts";

const MOST_UNPACKED_BYTES = 64 * 2 ** 20;
/** An event in an export in an event of a function: more is no export. */
const DEEPEST = 5;

export type Unwrapped = Readonly<{ kind: "log"; record: JsonObject }> | ReadSkip;

/**
 * The records in one object of a file: the object itself, or what CloudWatch puts around them. A subscription
 * (`{messageType, logEvents: [{message}]}`, also as Lambda gets it: gzip in base64 under `awslogs.data`), the
 * answers of `filter-log-events` and `get-log-events` (`{events: [{message}]}`), and Logs Insights' rows
 * (`{results: [[{field, value}]]}`, or objects with `@message`).
 */
export function unwrap(value: unknown, place: string, depth = DEEPEST): readonly Unwrapped[] {
  if (Array.isArray(value)) return value.flatMap((member) => unwrap(member, place, depth - 1));
  if (!isJsonObject(value) || depth <= 0) return [noRecord(place)];
  if (isLogRecord(value)) return [{ kind: "log", record: value }];
  const packed = objectOrAbsent(value.awslogs)?.data;
  if (typeof packed === "string") return unpacked(packed, place, depth);
  if (value.messageType === "CONTROL_MESSAGE") {
    return [skipAt("not_a_call", place, "CloudWatch's test of a subscription")];
  }
  for (const name of ["logEvents", "events", "results"]) {
    if (Array.isArray(value[name])) {
      return listOrEmpty(value[name]).flatMap((event) => unwrap(event, place, depth - 1));
    }
  }
  // A field of a row of Logs Insights; of its fields only the message is the record.
  if (typeof value.field === "string") {
    return value.field === "@message" ? fromMessage(value.value, place, depth) : [];
  }
  const message = value["@message"] ?? value.message;
  return message === undefined ? [noRecord(place)] : fromMessage(message, place, depth);
}

function fromMessage(message: unknown, place: string, depth: number): readonly Unwrapped[] {
  if (typeof message !== "string") return unwrap(message, place, depth - 1);
  if (!message.trimStart().startsWith("{")) return [noRecord(place)];
  return parsed(Buffer.from(message), place, depth);
}

/** What a subscription delivers: gzip, as text in base64. */
export function unpacked(base64: string, place: string, depth = DEEPEST): readonly Unwrapped[] {
  let bytes: Buffer;
  try {
    bytes = gunzipSync(Buffer.from(base64, "base64"), {
      maxOutputLength: MOST_UNPACKED_BYTES,
    });
  } catch {
    // Zlib's errors say no more than that it is no gzip, or one that grows beyond the limit.
    return [skipAt("row_malformed", place, "Expected gzip in base64, at most 64 MiB unpacked.")];
  }
  return parsed(bytes, place, depth);
}

function parsed(json: Buffer, place: string, depth: number): readonly Unwrapped[] {
  let value: unknown;
  try {
    value = parseRecord(json);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return [skipAt("row_malformed", place, "Expected a JSON object in the message.")];
  }
  return unwrap(value, place, depth - 1);
}

const noRecord = (place: string): ReadSkip =>
  skipAt("not_a_call", place, "The object is no record of a model invocation.");
