import { decodeFrame, encodeFrame } from "../../bedrock/frame-codec.ts";
import { jsonOf } from "../../bedrock/frame-meter.ts";
import { FrameSplitter } from "../../bedrock/frame-splitter.ts";
import type { JsonObject } from "../../json-values.ts";

/** One message of a ConverseStream. */
export type Frame = Readonly<{
  /** The kind of event, or of exception. */
  type: string;
  isException: boolean;
  json: JsonObject;
}>;

export const writeFrame = ({ type, isException, json }: Frame): Buffer =>
  encodeFrame(
    {
      [isException ? ":exception-type" : ":event-type"]: type,
      ":content-type": "application/json",
      ":message-type": isException ? "exception" : "event",
    },
    JSON.stringify(json),
  );

/**
 * Frames out of bytes that may be cut anywhere. One that cannot be read is passed over: the meter, which
 * saw the same bytes, has called the stream garbled.
 */
export class FrameReader {
  readonly #splitter = new FrameSplitter();

  push(chunk: Buffer): readonly Frame[] {
    return this.#splitter.push(chunk).frames.flatMap((bytes): readonly Frame[] => {
      const message = decodeFrame(bytes);
      if (message === undefined) return [];
      const { headers, body } = message;
      const kind = headers[":message-type"];
      // Errors that Amazon's model of the API does not know stand in the headers alone.
      if (kind === "error") {
        const json = { message: headers[":error-message"] };
        return [{ type: headers[":error-code"] ?? "", isException: true, json }];
      }
      const isException = kind === "exception";
      const type = headers[isException ? ":exception-type" : ":event-type"];
      const json = jsonOf(body);
      return type === undefined || json === undefined ? [] : [{ type, isException, json }];
    });
  }
}
