import { EventStreamCodec } from "@smithy/core/event-streams";
import { isJsonObject, type JsonObject } from "../../json-values.ts";

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes as Uint8Array).toString("utf8"),
  (text) => Buffer.from(text, "utf8"),
);

/** One message of Amazon's event stream encoding. */
export type Frame = Readonly<{
  /** The kind of event, or of exception. */
  type: string;
  isException: boolean;
  json: JsonObject;
}>;

/**
 * The bytes of one frame (https://docs.aws.amazon.com/lexv2/latest/dg/event-stream-encoding.html, read
 * 2026-11-25).
 */
export function writeFrame({ type, isException, json }: Frame): Buffer {
  const text = (value: string) => ({ type: "string" as const, value });
  return Buffer.from(
    codec.encode({
      headers: {
        [isException ? ":exception-type" : ":event-type"]: text(type),
        ":content-type": text("application/json"),
        ":message-type": text(isException ? "exception" : "event"),
      },
      body: Buffer.from(JSON.stringify(json), "utf8"),
    }),
  );
}

const PRELUDE_BYTES = 12;

/**
 * Frames out of bytes that may be cut anywhere. A frame that cannot be read ends the reading: the meter,
 * which saw the same bytes, has called the stream garbled.
 */
export class FrameReader {
  #pending: Buffer = Buffer.alloc(0);
  #broken = false;

  push(chunk: Buffer): readonly Frame[] {
    if (this.#broken) return [];
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    const frames: Frame[] = [];
    while (this.#pending.length >= PRELUDE_BYTES) {
      const length = this.#pending.readUInt32BE(0);
      if (this.#pending.length < length) break;
      const frame = decoded(this.#pending.subarray(0, length));
      this.#pending = this.#pending.subarray(length);
      if (frame === undefined) {
        this.#broken = true;
        break;
      }
      frames.push(frame);
    }
    return frames;
  }
}

function decoded(bytes: Buffer): Frame | undefined {
  try {
    const { headers, body } = codec.decode(bytes);
    const isException = headers[":message-type"]?.value !== "event";
    const type = headers[isException ? ":exception-type" : ":event-type"]?.value;
    const json: unknown = JSON.parse(Buffer.from(body).toString("utf8"));
    if (!isJsonObject(json)) return undefined;
    return { type: String(type), isException, json };
  } catch (error) {
    // The library throws plain errors for lengths and checksums that do not fit.
    if (error instanceof Error) return undefined;
    throw error;
  }
}
