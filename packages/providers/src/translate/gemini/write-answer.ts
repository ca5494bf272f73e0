import type { JsonObject } from "../../json-values.ts";
import type { Answer, AnswerPart } from "../answer.ts";
import type { AnswerContext } from "../format.ts";
import type { TranslationNotes } from "../notes.ts";
import { toolInput } from "../tool-input.ts";
import { writeFinishReason } from "./stop.ts";
import { writeGeminiUsage } from "./usage.ts";

/** Writes an answer. */
export function writeGeminiAnswer(
  answer: Answer,
  context: AnswerContext,
  notes: TranslationNotes,
): JsonObject {
  const usage = answer.usage === undefined ? undefined : writeGeminiUsage(answer.usage);
  return {
    candidates: [
      {
        content: { role: "model", parts: answer.parts.flatMap((part) => writePart(part, notes)) },
        finishReason: writeFinishReason(answer.stop),
        index: 0,
      },
    ],
    ...(usage !== undefined && { usageMetadata: withTier(usage, answer.serviceTier) }),
    modelVersion: answer.model ?? context.model,
    responseId: answer.id ?? context.callId,
  };
}

export const withTier = (usage: JsonObject, serviceTier: string | undefined): JsonObject =>
  serviceTier === undefined
    ? usage
    : { ...usage, serviceTier: serviceTier === "default" ? "standard" : serviceTier };

export function writePart(part: AnswerPart, notes: TranslationNotes): readonly JsonObject[] {
  switch (part.kind) {
    case "text":
      return [{ text: part.text }];
    case "thinking":
      return [{ text: part.text, thought: true, ...googleSignature(part) }];
    case "redacted-thinking":
      notes.approximate("thinking", "Gemini has no place for thinking that is encrypted");
      return [];
    case "tool-call": {
      const { id, name, inputText } = part;
      return [
        { functionCall: { id, name, args: toolInput(inputText, notes) }, ...googleSignature(part) },
      ];
    }
    default:
      return part satisfies never;
  }
}

/** Those of other houses would come back to Google, which cannot read them. */
function googleSignature({
  signature,
}: Extract<AnswerPart, { kind: "thinking" | "tool-call" }>): JsonObject {
  return signature?.house === "google" ? { thoughtSignature: signature.value } : {};
}
