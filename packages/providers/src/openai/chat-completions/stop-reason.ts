import { isJsonObject, type JsonObject, listOrEmpty, textOrAbsent } from "../../json-values.ts";
import type { StopReason } from "../../translate/answer.ts";
import { readFinishReason } from "../../translate/openai-chat/stop.ts";

/** Why the answers of a chat completion, or of a chunk of one, stopped; a cut one counts before all others. */
export function chatStopReason(body: JsonObject, before?: StopReason): StopReason | undefined {
  let reason = before;
  for (const choice of listOrEmpty(body.choices)) {
    const word = isJsonObject(choice) ? textOrAbsent(choice.finish_reason) : undefined;
    if (word !== undefined && reason !== "length") ({ reason } = readFinishReason(word));
  }
  return reason;
}
