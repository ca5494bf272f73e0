import type { JsonObject } from "@headgate/providers";
import protobuf from "protobufjs/light.js";
import { otlpSchema } from "./protobuf-schema.ts";

/** OTLP's three kinds of payload. */
export type OtlpSignal = "traces" | "metrics" | "logs";

const root = protobuf.Root.fromJSON(otlpSchema);
const messages = {
  traces: root.lookupType("Traces"),
  metrics: root.lookupType("Metrics"),
  logs: root.lookupType("Logs"),
} as const;
const answer = root.lookupType("Answer");

/**
 * A payload in protobuf as the object that OTLP's JSON would be, but ids in base64 and 64-bit numbers as text.
 *
 * @throws Error when the bytes are no such message
 */
export function decodeOtlp(signal: OtlpSignal, bytes: Uint8Array): JsonObject {
  const type = messages[signal];
  return type.toObject(type.decode(bytes), { longs: String, bytes: String });
}

/** A payload in protobuf, for tests and clients; the object as OTLP's JSON, but ids as bytes. */
export const encodeOtlp = (signal: OtlpSignal, payload: JsonObject): Uint8Array =>
  messages[signal].encode(messages[signal].fromObject(payload)).finish();

/** The answer to a payload: empty when all of it was taken. */
export const encodeOtlpAnswer = (
  partialSuccess?: Readonly<{ rejected: number; errorMessage: string }>,
): Uint8Array => answer.encode(answer.fromObject({ partialSuccess })).finish();
