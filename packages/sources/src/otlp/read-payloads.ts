import type { JsonObject } from "@headgate/providers";
import { breakSkip } from "../read/file-break.ts";
import { readJson } from "../read/read-json.ts";
import { type ReadSkip, skipAt } from "../read/read-skip.ts";
import type { ReadContext, SourceFile } from "../source.ts";
import { decodeOtlp, type OtlpSignal } from "./protobuf.ts";

/** A day's spans of an application in one document: larger ones are written as lines. */
const MAX_PAYLOAD_BYTES = 128 * 1024 * 1024;

/** One `Export…ServiceRequest` of a file. */
export type OtlpPayload = Readonly<{ kind: "payload"; payload: JsonObject; place: string }>;

/**
 * The payloads of a file: OTLP's JSON (one document, or a line each, as the Collector's file exporter writes it) or
 * protobuf (one message, or messages behind each other with their length before them in 4 bytes, as the same
 * exporter writes those). Of JSON one payload is held at a time, of protobuf the file, at most 128 MiB.
 */
export async function* readPayloads(
  signal: OtlpSignal,
  file: SourceFile,
  context: ReadContext,
): AsyncIterable<readonly (OtlpPayload | ReadSkip)[]> {
  if (await beginsAsText(file)) {
    const options = { ...context, maxRecordBytes: MAX_PAYLOAD_BYTES };
    for await (const pieces of readJson(file, options)) {
      yield pieces.map((piece) =>
        piece.kind === "skip"
          ? piece
          : { kind: "payload", payload: piece.value, place: piece.place },
      );
    }
    return;
  }
  yield await readProtobuf(signal, file, context);
}

async function readProtobuf(
  signal: OtlpSignal,
  file: SourceFile,
  { signal: abort }: ReadContext,
): Promise<readonly (OtlpPayload | ReadSkip)[]> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const piece of file.open()) {
      abort.throwIfAborted();
      pieces.push(piece);
      size += piece.length;
      if (size > MAX_PAYLOAD_BYTES) {
        return [skipAt("row_too_long", file.name, "A file of protobuf is at most 128 MiB.")];
      }
    }
  } catch (error) {
    abort.throwIfAborted();
    return [breakSkip(error, file.name)];
  }
  const bytes = Buffer.concat(pieces);
  const messages = lengthPrefixed(bytes) ?? [bytes];
  return messages.map((message, index) => {
    const place = `${file.name}:${index + 1}`;
    try {
      return { kind: "payload", payload: decodeOtlp(signal, message), place };
    } catch {
      return skipAt("row_malformed", place, `No ${signal} in OTLP's protobuf.`);
    }
  });
}

/** The messages of a file in which each has its length before it; `undefined` where it is no such file. */
function lengthPrefixed(bytes: Buffer): readonly Buffer[] | undefined {
  const messages: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (at + 4 > bytes.length) return undefined;
    const length = bytes.readUInt32BE(at);
    if (length === 0 || at + 4 + length > bytes.length) return undefined;
    messages.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return messages.length === 0 ? undefined : messages;
}

async function beginsAsText(file: SourceFile): Promise<boolean> {
  try {
    for await (const piece of file.open()) {
      if (piece.length > 0) return looksLikeText(piece);
    }
  } catch {
    // The reader meets the same, and says where.
  }
  return true;
}

/** JSON begins with a bracket, after space or a byte order mark; a payload in protobuf with the tag of its first field. */
export const looksLikeText = (head: Uint8Array): boolean =>
  /^\uFEFF?\s*[{[]\s*["{[]/.test(Buffer.from(head.subarray(0, 64)).toString("utf8"));
