import { messagesEstimate } from "../../anthropic/messages/estimate.ts";
import type { ProducedText, PromptText, StreamEstimate } from "../../estimate/stream-estimate.ts";
import {
  isJsonObject,
  type JsonObject,
  listOrEmpty,
  objectOrAbsent,
  textOrAbsent,
} from "../../json-values.ts";
import { addConverseDelta, converseEstimate } from "../converse/estimate.ts";
import { frameMessages } from "../frame-messages.ts";
import { jsonOf } from "../frame-meter.ts";
import { chunkJson } from "./chunk.ts";

function* eventsIn(bytes: Buffer): Iterable<JsonObject> {
  for (const { body } of frameMessages(bytes)) {
    const event = chunkJson(jsonOf(body));
    if (event !== undefined) yield event;
  }
}

/**
 * Each family of models has a body of its own: Claude's is Anthropic's, Nova's is Converse's; Llama, Titan,
 * Mistral and Cohere take one text and give pieces of one
 * (Llama: `MetaNoneStreamingResponse` in
 * https://github.com/run-llama/LlamaIndexTS/blob/main/packages/community/src/llm/bedrock/types.ts; Titan: the
 * example in https://docs.aws.amazon.com/bedrock/latest/userguide/batch-inference-results.html; both read
 * 2026-11-28; Mistral: model-parameters-mistral-text-completion.md there, not read again; Cohere's is as known
 * from answers).
 */
export const invokeModelEstimate: StreamEstimate = {
  events: eventsIn,
  addProduced(event: JsonObject, produced: ProducedText): void {
    messagesEstimate.addProduced(event, produced);
    addConverseDelta(event, produced);
    const outputs = listOrEmpty(event.outputs).filter(isJsonObject);
    for (const piece of [event, ...outputs]) {
      produced.output +=
        textOrAbsent(piece.generation) ??
        textOrAbsent(piece.outputText) ??
        textOrAbsent(piece.text) ??
        "";
    }
  },
  promptText(request: JsonObject): PromptText | undefined {
    const text = [request.prompt, request.inputText, request.message].find(
      (member) => typeof member === "string",
    );
    if (typeof text === "string") return { texts: [text], envelopeTokens: 0 };
    return request.anthropic_version === undefined
      ? converseEstimate.promptText(request)
      : messagesEstimate.promptText(request);
  },
  // Only Claude's streams state it early.
  statedInput: (raw) => messagesEstimate.statedInput(objectOrAbsent(raw?.usage)),
};
