import { gunzipSync } from "node:zlib";
import { isJsonObject, type JsonObject, listOrEmpty, objectOrAbsent } from "@headgate/providers";
import { type ReadSkip, skipAt } from "../read/read-skip.ts";
import type { RequestBodies } from "./kept-of.ts";
import { parseRecord } from "./parse-record.ts";
import { isLogRecord } from "./read-record.ts";

const MOST_UNPACKED_BYTES = 64 * 2 ** 20;
/** An event in an export in an event of a function: more is no export. */
const DEEPEST = 5;

/** Where an object stands, and what is read of it. */
export type UnwrapPlace = Readonly<{
  place: string;
  requests: RequestBodies;
  /** How many more objects may be around a record. */
  depth?: number;
}>;

export type Unwrapped = Readonly<{ kind: "log"; record: JsonObject }> | ReadSkip;

/**
 * The records in one object of a file: the object itself, or what CloudWatch puts around them. A subscription
 * (`{messageType, logEvents: [{message}]}`, also as Lambda gets it: gzip in base64 under `awslogs.data`), the
 * answers of `filter-log-events` and `get-log-events` (`{events: [{message}]}`), and Logs Insights' rows
 * (`{results: [[{field, value}]]}`, or objects with `@message`).
 */
export function unwrap(value: unknown, at: UnwrapPlace): readonly Unwrapped[] {
  const { place, depth = DEEPEST } = at;
  const inside = within(at);
  if (depth <= 0) return [noRecord(place)];
  if (Array.isArray(value)) {
    const fields = insightsFields(value);
    return fields === undefined
      ? value.flatMap((member) => unwrap(member, inside))
      : fromInsightsRow(fields, inside);
  }
  if (!isJsonObject(value)) return [noRecord(place)];
  if (isLogRecord(value)) return [{ kind: "log", record: value }];
  const packed = objectOrAbsent(value.awslogs)?.data;
  if (typeof packed === "string") return unpacked(packed, at);
  if (value.messageType === "CONTROL_MESSAGE") {
    return [skipAt("not_a_call", place, "CloudWatch's test of a subscription")];
  }
  for (const name of ["logEvents", "events", "results"]) {
    if (Array.isArray(value[name])) {
      return listOrEmpty(value[name]).flatMap((event) => unwrap(event, inside));
    }
  }
  // A field of a row of Logs Insights that is cut from its row; of its fields only the message is the record.
  if (typeof value.field === "string") {
    return value.field === "@message" ? fromMessage(value.value, at) : [];
  }
  const message = value["@message"] ?? value.message;
  return message === undefined ? [noRecord(place)] : fromMessage(message, at);
}

/** The fields of a row of Logs Insights; `undefined` where a list is none. */
function insightsFields(row: readonly unknown[]): readonly JsonObject[] | undefined {
  const fields = row.filter(isJsonObject).filter(({ field }) => typeof field === "string");
  return row.length > 0 && fields.length === row.length ? fields : undefined;
}

/** A query that did not ask for the message has rows that are no records. */
function fromInsightsRow(fields: readonly JsonObject[], at: UnwrapPlace): readonly Unwrapped[] {
  const message = fields.find(({ field }) => field === "@message");
  return message === undefined ? [noRecord(at.place)] : fromMessage(message.value, at);
}

function fromMessage(message: unknown, at: UnwrapPlace): readonly Unwrapped[] {
  if (typeof message !== "string") return unwrap(message, within(at));
  if (!message.trimStart().startsWith("{")) return [noRecord(at.place)];
  return parsed(Buffer.from(message), at);
}

/** What a subscription delivers: gzip, as text in base64. */
export function unpacked(base64: string, at: UnwrapPlace): readonly Unwrapped[] {
  let bytes: Buffer;
  try {
    bytes = gunzipSync(Buffer.from(base64, "base64"), {
      maxOutputLength: MOST_UNPACKED_BYTES,
    });
  } catch {
    // Zlib's errors say no more than that it is no gzip, or one that grows beyond the limit.
    return [skipAt("row_malformed", at.place, "Expected gzip in base64, at most 64 MiB unpacked.")];
  }
  return parsed(bytes, at);
}

function parsed(json: Buffer, at: UnwrapPlace): readonly Unwrapped[] {
  let value: unknown;
  try {
    value = parseRecord(json, at.requests);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return [skipAt("row_malformed", at.place, "Expected a JSON object in the message.")];
  }
  return unwrap(value, within(at));
}

const within = (at: UnwrapPlace): UnwrapPlace => ({ ...at, depth: (at.depth ?? DEEPEST) - 1 });

const noRecord = (place: string): ReadSkip =>
  skipAt("not_a_call", place, "The object is no record of a model invocation.");
