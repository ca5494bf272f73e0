import { readConverseUsage } from "../../bedrock/converse/usage.ts";
import {
  isJsonObject,
  type JsonObject,
  listOrEmpty,
  objectOrAbsent,
  textOrAbsent,
} from "../../json-values.ts";
import type { Answer, AnswerPart } from "../answer.ts";
import type { TranslationNotes } from "../notes.ts";
import { readStopReason } from "./stop.ts";

/** Reads a Converse answer, which names neither itself nor its model. */
export function readConverseAnswer(body: JsonObject, notes: TranslationNotes): Answer {
  const message = objectOrAbsent(objectOrAbsent(body.output)?.message);
  const stop = textOrAbsent(body.stopReason);
  const usage = objectOrAbsent(body.usage);
  const serviceTier = textOrAbsent(objectOrAbsent(body.serviceTier)?.type);
  return {
    parts: listOrEmpty(message?.content).flatMap((block) => readBlock(block, notes)),
    ...(stop !== undefined && { stop: readStopReason(stop) }),
    ...(usage !== undefined && { usage: readConverseUsage(usage).usage }),
    ...(serviceTier !== undefined && { serviceTier }),
  };
}

function readBlock(block: unknown, notes: TranslationNotes): readonly AnswerPart[] {
  if (!isJsonObject(block)) return [];
  if (typeof block.text === "string") return [{ kind: "text", text: block.text }];
  const call = objectOrAbsent(block.toolUse);
  if (call !== undefined) {
    return [
      {
        kind: "tool-call",
        id: textOrAbsent(call.toolUseId) ?? "",
        name: textOrAbsent(call.name) ?? "",
        inputText: JSON.stringify(objectOrAbsent(call.input) ?? {}),
      },
    ];
  }
  const reasoning = objectOrAbsent(block.reasoningContent);
  const redacted = textOrAbsent(reasoning?.redactedContent);
  if (redacted !== undefined) return [{ kind: "redacted-thinking", data: redacted }];
  const thought = objectOrAbsent(reasoning?.reasoningText);
  if (thought === undefined) {
    notes.lose(Object.keys(block).join(", "), "a block of this kind is Bedrock's own");
    return [];
  }
  const value = textOrAbsent(thought.signature);
  return [
    {
      kind: "thinking",
      text: textOrAbsent(thought.text) ?? "",
      ...(value !== undefined && { signature: { house: "anthropic", value } }),
    },
  ];
}
