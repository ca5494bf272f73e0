import { type JsonObject, textOrAbsent } from "../../json-values.ts";
import { jsonOf } from "../frame-meter.ts";

/**
 * The model's own JSON in a `chunk` event, which stands there as base64
 * (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_PayloadPart.html, read 2026-11-25);
 * `undefined` where there is none.
 */
export function chunkJson(chunk: JsonObject | undefined): JsonObject | undefined {
  const bytes = textOrAbsent(chunk?.bytes);
  return bytes === undefined ? undefined : jsonOf(Buffer.from(bytes, "base64"));
}
