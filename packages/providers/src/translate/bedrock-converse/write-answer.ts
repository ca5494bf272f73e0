import type { JsonObject } from "../../json-values.ts";
import type { Answer, AnswerPart } from "../answer.ts";
import type { TranslationNotes } from "../notes.ts";
import { toolInput } from "../tool-input.ts";
import { writeStopReason } from "./stop.ts";
import { writeConverseUsage } from "./usage.ts";

/** Writes a Converse answer. How long the model took is not known here, so `metrics` is empty. */
export function writeConverseAnswer(answer: Answer, notes: TranslationNotes): JsonObject {
  const usage = answer.usage === undefined ? undefined : writeConverseUsage(answer.usage);
  return {
    output: {
      message: { role: "assistant", content: answer.parts.map((part) => writePart(part, notes)) },
    },
    stopReason: writeStopReason(answer.stop),
    ...(usage !== undefined && { usage }),
    metrics: {},
    ...(answer.serviceTier !== undefined && {
      serviceTier: { type: writeServiceTier(answer.serviceTier) },
    }),
  };
}

/** Bedrock's word for `standard` is `default`. */
export const writeServiceTier = (tier: string): string => (tier === "standard" ? "default" : tier);

function writePart(part: AnswerPart, notes: TranslationNotes): JsonObject {
  switch (part.kind) {
    case "text":
      return { text: part.text };
    case "thinking":
      if (part.signature?.house === "google") {
        notes.approximate("thought signature", "Converse has no place for one of Google's");
      }
      return {
        reasoningContent: {
          reasoningText: {
            text: part.text,
            ...(part.signature?.house === "anthropic" && { signature: part.signature.value }),
          },
        },
      };
    case "redacted-thinking":
      return { reasoningContent: { redactedContent: part.data } };
    case "tool-call":
      if (part.signature !== undefined) {
        notes.approximate("thought signature", "a call has no place for it in Converse");
      }
      return {
        toolUse: { toolUseId: part.id, name: part.name, input: toolInput(part.inputText, notes) },
      };
    default:
      return part satisfies never;
  }
}
