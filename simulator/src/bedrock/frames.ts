import { EventStreamCodec } from "@smithy/core/event-streams";

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === "string" ? bytes : Buffer.from(bytes).toString("utf8")),
  (text) => Buffer.from(text, "utf8"),
);
const PADDING = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/**
 * One event as a frame of `application/vnd.amazon.eventstream`, each byte as one character. Real events
 * carry padding `p` of changing length, so that their size does not tell their text.
 */
export function eventFrame(type: string, fields: Readonly<Record<string, unknown>>): string {
  const body = JSON.stringify(fields);
  const padded = `${body.slice(0, -1)},"p":"${PADDING.slice(0, (body.length * 7) % 53)}"}`;
  const text = { type: "string" } as const;
  const frame = codec.encode({
    headers: {
      ":event-type": { ...text, value: type },
      ":content-type": { ...text, value: "application/json" },
      ":message-type": { ...text, value: "event" },
    },
    body: Buffer.from(padded, "utf8"),
  });
  return Buffer.from(frame).toString("latin1");
}

/** A piece of InvokeModel's stream: the model's own JSON, as base64. */
export const chunkFrame = (json: string): string =>
  eventFrame("chunk", { bytes: Buffer.from(json, "utf8").toString("base64") });
