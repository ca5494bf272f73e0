import type { JsonObject } from "../json-object.ts";
import type { JsonAnswer } from "../server/answer.ts";
import { adviceBlocks } from "./advisor.ts";
import {
  finalUsage,
  type MessageAnswer,
  messageFields,
  SIGNATURE,
  stopReasons,
  toolInput,
} from "./message-answer.ts";

/** A message as one JSON body. */
export function messageJson(answer: MessageAnswer): JsonAnswer {
  const { output, promptTokens, outputTokens } = answer;
  const message = {
    ...messageFields(answer),
    content: contentBlocks(answer),
    stop_reason: stopReasons[output.stop],
    stop_sequence: output.stopSequence ?? null,
    ...(answer.withUsage ? { usage: finalUsage(answer) } : {}),
  };
  return {
    kind: "json",
    status: 200,
    body: JSON.stringify(message),
    billed: { promptTokens, outputTokens },
  };
}

function contentBlocks(answer: MessageAnswer): readonly JsonObject[] {
  const { part } = answer.output;
  const blocks: JsonObject[] = [];
  if (answer.thinking !== undefined) {
    blocks.push({ type: "thinking", thinking: answer.thinking, signature: SIGNATURE });
  }
  if (answer.advice !== undefined) blocks.push(...adviceBlocks(answer.advice));
  if (part?.kind === "text") blocks.push({ type: "text", text: part.text });
  if (part?.kind === "tool") {
    blocks.push({
      type: "tool_use",
      id: answer.toolUseId,
      name: part.name,
      input: toolInput(part.text),
    });
  }
  return blocks;
}
