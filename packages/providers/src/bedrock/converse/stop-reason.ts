import { type JsonObject, textOrAbsent } from "../../json-values.ts";
import type { StopReason } from "../../translate/answer.ts";
import { readStopReason } from "../../translate/bedrock-converse/stop.ts";

/** Why the model stopped, of an answer or of the event that ends a message. */
export function converseStopReason(body: JsonObject): StopReason | undefined {
  const word = textOrAbsent(body.stopReason);
  return word === undefined ? undefined : readStopReason(word).reason;
}
