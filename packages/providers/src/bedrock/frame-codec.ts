import { EventStreamCodec } from "@smithy/core/event-streams";

/** One message of a stream: its headers that are text, and its body. */
export type FrameMessage = Readonly<{
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}>;

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === "string" ? bytes : viewOf(bytes).toString("utf8")),
  (text) => Buffer.from(text, "utf8"),
);

/**
 * Decodes one whole frame of `application/vnd.amazon.eventstream`
 * (https://docs.aws.amazon.com/lexv2/latest/dg/event-stream-encoding.html, read 2026-11-28: a length, the
 * headers' length, a checksum of both, headers, body, a checksum of all). Headers that are no text (none of
 * Bedrock's) are left out.
 *
 * @returns `undefined` when a checksum does not match or the headers cannot be read
 */
export function decodeFrame(frame: Buffer): FrameMessage | undefined {
  let message: ReturnType<EventStreamCodec["decode"]>;
  try {
    message = codec.decode(frame);
  } catch {
    // The codec says what is wrong by a plain Error only; whatever it is, the frame is not to be trusted.
    return undefined;
  }
  const headers: Record<string, string> = {};
  for (const [name, header] of Object.entries(message.headers)) {
    if (header.type === "string") headers[name] = header.value;
  }
  return { headers, body: viewOf(message.body) };
}

/** The frame of a message with these headers and a body of text. */
export const encodeFrame = (headers: Readonly<Record<string, string>>, body: string): Buffer => {
  const typed = Object.entries(headers).map(
    ([name, value]) => [name, { type: "string" as const, value }] as const,
  );
  return viewOf(codec.encode({ headers: Object.fromEntries(typed), body: Buffer.from(body) }));
};

/** The same bytes as a buffer, not copied. */
const viewOf = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
