import type { JsonObject } from "../../json-values.ts";
import type { Answer, AnswerPart } from "../answer.ts";
import type { AnswerContext } from "../format.ts";
import type { TranslationNotes } from "../notes.ts";
import { toolInput } from "../tool-input.ts";
import { writeSignature } from "./signature.ts";
import { writeStop } from "./stop.ts";
import { writeMessagesUsage } from "./usage.ts";

/** Writes a message. */
export function writeMessage(
  answer: Answer,
  context: AnswerContext,
  notes: TranslationNotes,
): JsonObject {
  const usage =
    answer.usage === undefined ? undefined : writeMessagesUsage(answer.usage, answer.serviceTier);
  return {
    id: answer.id ?? context.callId,
    type: "message",
    role: "assistant",
    model: answer.model ?? context.model,
    content: answer.parts.map((part) => writePart(part, notes)),
    ...writeStop(answer.stop),
    ...(usage !== undefined && { usage }),
  };
}

function writePart(part: AnswerPart, notes: TranslationNotes): JsonObject {
  switch (part.kind) {
    case "text":
      return { type: "text", text: part.text, citations: null };
    case "thinking":
      return { type: "thinking", thinking: part.text, signature: writeSignature(part.signature) };
    case "redacted-thinking":
      return { type: "redacted_thinking", data: part.data };
    case "tool-call":
      if (part.signature !== undefined) {
        notes.approximate("thought signature", "a call has no place for it in Anthropic's format");
      }
      return {
        type: "tool_use",
        id: part.id,
        name: part.name,
        input: toolInput(part.inputText, notes),
      };
    default:
      return part satisfies never;
  }
}
