import type { JsonObject } from "../../json-values.ts";
import { textOrAbsent } from "../../json-values.ts";
import type { Stop, StopReason } from "../answer.ts";

const words: Readonly<Record<StopReason, string>> = {
  end: "end_turn",
  length: "max_tokens",
  "stop-sequence": "stop_sequence",
  "tool-calls": "tool_use",
  refusal: "refusal",
  "context-full": "model_context_window_exceeded",
  other: "end_turn",
};

/** `stop_reason` and `stop_sequence` of a message or of its stream's end. */
export const writeStop = (stop: Stop | undefined): JsonObject => ({
  stop_reason: stop === undefined ? "end_turn" : words[stop.reason],
  stop_sequence: stop?.sequence ?? null,
});

/** `undefined` while the message has not stopped. */
export function readStop(message: JsonObject): Stop | undefined {
  const word = textOrAbsent(message.stop_reason);
  if (word === undefined) return undefined;
  const sequence = textOrAbsent(message.stop_sequence);
  const reason = reasonOf(word);
  return { reason, ...(sequence !== undefined && { sequence }) };
}

function reasonOf(word: string): StopReason {
  for (const [reason, known] of Object.entries(words)) {
    if (known === word) return reason as StopReason;
  }
  return "other";
}
