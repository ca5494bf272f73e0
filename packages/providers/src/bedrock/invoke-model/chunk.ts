import { type JsonObject, textOrAbsent } from "../../json-values.ts";
import { jsonOf } from "../frame-meter.ts";

/**
 * The model's own JSON in a `chunk` event, which stands there as base64
 * (`PayloadPart` in https://www.npmjs.com/package/@aws-sdk/client-bedrock-runtime 3.1164.0, read 2026-11-28);
 * `undefined` where there is none.
 */
export function chunkJson(chunk: JsonObject | undefined): JsonObject | undefined {
  const bytes = textOrAbsent(chunk?.bytes);
  return bytes === undefined ? undefined : jsonOf(Buffer.from(bytes, "base64"));
}
