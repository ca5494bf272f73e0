import { answerUsage, messagesServiceTier } from "../../anthropic/messages/usage.ts";
import {
  isJsonObject,
  type JsonObject,
  listOrEmpty,
  objectOrAbsent,
  textOrAbsent,
} from "../../json-values.ts";
import type { Answer, AnswerPart } from "../answer.ts";
import type { TranslationNotes } from "../notes.ts";
import { readSignature } from "./signature.ts";
import { readStop } from "./stop.ts";

/** Reads a message. */
export function readMessage(body: JsonObject, notes: TranslationNotes): Answer {
  const id = textOrAbsent(body.id);
  const model = textOrAbsent(body.model);
  const usage = objectOrAbsent(body.usage);
  const serviceTier = messagesServiceTier(usage);
  const stop = readStop(body);
  return {
    parts: listOrEmpty(body.content).flatMap((block) => readBlock(block, notes)),
    ...(id !== undefined && { id }),
    ...(model !== undefined && { model }),
    ...(stop !== undefined && { stop }),
    ...(usage !== undefined && { usage: answerUsage(usage, model) }),
    ...(serviceTier !== undefined && { serviceTier }),
  };
}

function readBlock(block: unknown, notes: TranslationNotes): readonly AnswerPart[] {
  if (!isJsonObject(block)) return [];
  switch (block.type) {
    case "text":
      if (listOrEmpty(block.citations).length > 0) {
        notes.lose("citations", "citations cannot be carried over");
      }
      return [{ kind: "text", text: textOrAbsent(block.text) ?? "" }];
    case "thinking": {
      const signature = readSignature(textOrAbsent(block.signature));
      return [
        {
          kind: "thinking",
          text: textOrAbsent(block.thinking) ?? "",
          ...(signature !== undefined && { signature }),
        },
      ];
    }
    case "redacted_thinking":
      return [{ kind: "redacted-thinking", data: textOrAbsent(block.data) ?? "" }];
    case "tool_use":
      return [
        {
          kind: "tool-call",
          id: textOrAbsent(block.id) ?? "",
          name: textOrAbsent(block.name) ?? "",
          inputText: JSON.stringify(objectOrAbsent(block.input) ?? {}),
        },
      ];
    default:
      notes.lose(String(block.type), "a block of this type is Anthropic's own");
      return [];
  }
}
