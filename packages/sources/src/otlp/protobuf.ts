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

const ids: ReadonlySet<string> = new Set(["traceId", "spanId", "parentSpanId"]);

/** A payload of OTLP's JSON, whose ids are hexadecimal, in protobuf. */
export function encodeOtlp(signal: OtlpSignal, payload: JsonObject): Uint8Array {
  const withBase64Ids: unknown = JSON.parse(JSON.stringify(payload), (name, value: unknown) =>
    ids.has(name) && typeof value === "string"
      ? Buffer.from(value, "hex").toString("base64")
      : value,
  );
  const type = messages[signal];
  return type.encode(type.fromObject(withBase64Ids as JsonObject)).finish();
}

/** The answer to a payload: empty when all of it was taken. */
export const encodeOtlpAnswer = (
  partialSuccess?: Readonly<{ rejected: number; errorMessage: string }>,
): Uint8Array => answer.encode(answer.fromObject({ partialSuccess })).finish();
